package dev.rolesanywhere.plugin.migrate;

import java.util.List;
import java.util.SortedSet;

/**
 * A binding of the plan.
 *
 * @param subjects ServiceAccounts
 * @param moves the workloads of the subjects, in order of migration
 */
record Binding(String namespace, String name, Target target, SortedSet<String> subjects, List<Move> moves) {
    Binding {
        moves = List.copyOf(moves);
    }
}
