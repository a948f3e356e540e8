package dev.rolesanywhere.emulator.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values that a policy's conditions can use.
 *
 * @param values by condition key in lower case: IAM's condition keys, including tag keys, do not distinguish case
 */
public record RequestContext(Map<String, List<String>> values) {
    public RequestContext {
        Map<String, List<String>> lower = new TreeMap<>();
        values.forEach((key, all) -> lower.put(key.toLowerCase(Locale.ROOT), List.copyOf(all)));
        values = lower;
    }

    /** The values of a key; empty if the key is absent. */
    List<String> of(String key) {
        return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }
}
