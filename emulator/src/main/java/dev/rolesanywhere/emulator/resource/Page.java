package dev.rolesanywhere.emulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Query;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.List;

/** Pages of a listing, with {@code pageSize} and {@code nextToken} from the query string. The token is the offset of the next page. */
public final class Page {
    private Page() {}

    public static ObjectNode of(String member, List<? extends JsonNode> all, Query query) {
        int size = query.first("pageSize").map(text -> number("pageSize", text)).orElse(Integer.MAX_VALUE);
        int from =
                query.first("nextToken").map(text -> number("nextToken", text)).orElse(0);
        int to = (int) Math.min(all.size(), (long) from + Math.max(1, size));
        ObjectNode page = Json.object();
        page.set(member, Json.array(all.subList(Math.min(from, to), to)));
        if (to < all.size()) {
            page.put("nextToken", Integer.toString(to));
        }
        return page;
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("Value at '" + name + "' is not valid: " + text);
        }
    }
}
