package dev.rolesanywhere.emulator.assume;

import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tags of a chained session: the transitive tags of the first session, and the requested ones.
 *
 * @param transitive the keys that a session of a further role would inherit
 */
record InheritedTags(Map<String, String> all, Set<String> transitive) {
    static InheritedTags of(Session first, AssumeRoleParameters asked) {
        Set<String> inherited = first.chain().map(Session.Chain::transitive).orElse(Set.of());
        Map<String, String> all = new LinkedHashMap<>();
        first.tags().forEach((key, value) -> {
            if (inherited.contains(key)) {
                all.put(key, value);
            }
        });
        asked.tags().forEach((key, value) -> {
            if (inherited.stream().anyMatch(key::equalsIgnoreCase)) {
                throw Refusal.of(
                        ErrorType.INVALID_PARAMETER_VALUE,
                        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag"
                                + " key from the calling session.");
            }
            all.put(key, value);
        });
        Set<String> transitive = new TreeSet<>(inherited);
        transitive.addAll(asked.transitiveKeys());
        return new InheritedTags(all, transitive);
    }
}
