package dev.rolesanywhere.plugin.migrate;

import java.util.List;
import java.util.SortedSet;

/**
 * A binding to be written.
 *
 * @param subjects ServiceAccounts
 * @param moves the workloads of these, the one to begin with first
 */
record Binding(String namespace, String name, Target target, SortedSet<String> subjects, List<Move> moves) {
    Binding {
        moves = List.copyOf(moves);
    }
}
