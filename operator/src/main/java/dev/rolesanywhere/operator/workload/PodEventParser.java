package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads the events of a watch in parts, as they arrive: type, namespace and resource version. It keeps nothing else of a
 * pod. <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Kubernetes
 * API concepts</a> describes the format.
 */
final class PodEventParser {
    /** The depth of {@code object.metadata.namespace}. */
    private static final int DEPTH = 3;

    private final JsonParser json;
    private final ByteBufferFeeder feeder;
    private final Consumer<Event> events;
    private final String[] path = new String[DEPTH + 1];
    private int depth;
    private String type = "";
    private String namespace = "";
    private String version = "";

    /**
     * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
     * @param namespace empty if the event names none
     * @param version empty if the event names none
     */
    record Event(String type, String namespace, String version) {}

    PodEventParser(Consumer<Event> events) {
        try {
            this.json = PodJson.factory().createNonBlockingByteBufferParser();
        } catch (IOException e) {
            throw new IllegalStateException("a parser without a source reads nothing", e);
        }
        this.feeder = (ByteBufferFeeder) json.getNonBlockingInputFeeder();
        this.events = events;
    }

    /** @throws IOException if this is not JSON */
    void read(ByteBuffer part) throws IOException {
        feeder.feedInput(part);
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = json.nextToken()) {
            take(token);
        }
    }

    private void take(JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> depth++;
            case END_OBJECT, END_ARRAY -> leave();
            case FIELD_NAME -> {
                if (depth <= DEPTH) {
                    path[depth] = json.currentName();
                }
            }
            case VALUE_STRING -> take();
            default -> {}
        }
    }

    private void take() throws IOException {
        if (depth == 1 && "type".equals(path[1])) {
            type = json.getText();
        } else if (depth == DEPTH && "object".equals(path[1]) && "metadata".equals(path[2])) {
            if ("namespace".equals(path[DEPTH])) {
                namespace = json.getText();
            } else if ("resourceVersion".equals(path[DEPTH])) {
                version = json.getText();
            }
        }
    }

    private void leave() {
        depth--;
        if (depth == 0) {
            events.accept(new Event(type, namespace, version));
            type = "";
            namespace = "";
            version = "";
        }
    }
}
