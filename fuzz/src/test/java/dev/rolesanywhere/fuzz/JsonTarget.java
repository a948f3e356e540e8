package dev.rolesanywhere.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.io.IOException;

/** The client's JSON reader accepts exactly the inputs that a strict Jackson accepts. */
final class JsonTarget {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonTarget() {}

    static Target target() {
        return Target.of(
                "json",
                JsonTarget::feed,
                "{\"a\":[1,-2.5e+3,true,false,null,\"\\u00e4\\n\\\"\"],\"b\":{\"c\":{}}}",
                " { \"n\" : 123456789012345678901 } ",
                "{\"a\":1,\"a\":2}",
                "{\"a\":".repeat(17) + "1" + "}".repeat(17));
    }

    private static void feed(byte[] input) {
        String text = new String(input, UTF_8);
        boolean ours = taken(text);
        int depth = jacksonDepth(text);
        boolean jacksons = depth > 0 && depth <= JsonReader.MAX_DEPTH && text.length() <= JsonReader.MAX_LENGTH;
        if (ours && depth < 0) {
            throw new AssertionError("only the client's reader takes it: " + text);
        }
        if (!ours && jacksons) {
            throw new AssertionError("only Jackson takes it: " + text);
        }
    }

    private static boolean taken(String text) {
        try {
            JsonReader.readObject(text);
            return true;
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** The depth of the only object; negative if it is not an object. */
    private static int jacksonDepth(String text) {
        try (JsonParser parser = JACKSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return -1;
            }
            int depth = 1;
            int deepest = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return -1;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                deepest = Math.max(deepest, depth);
            }
            return parser.nextToken() == null ? deepest : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
