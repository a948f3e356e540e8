package dev.rolesanywhere.emulator.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy's conditions can look at.
 *
 * @param values by condition key in lower case: IAM's condition keys, tag keys among them, do not distinguish case
 */
public record RequestContext(Map<String, List<String>> values) {
    public RequestContext {
        Map<String, List<String>> lower = new TreeMap<>();
        values.forEach((key, all) -> lower.put(key.toLowerCase(Locale.ROOT), List.copyOf(all)));
        values = lower;
    }

    /** The values of a key; empty where the key is absent. */
    List<String> of(String key) {
        return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }
}
