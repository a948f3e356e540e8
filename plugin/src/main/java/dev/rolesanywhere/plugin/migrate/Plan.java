package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.scan.Scan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.SortedSet;

/**
 * A migration plan, before it is written to files.
 *
 * @param accounts ServiceAccounts to create
 * @param notes decisions and manual steps of the user
 */
record Plan(
        Scan scan,
        SortedSet<String> keys,
        List<Binding> bindings,
        List<ServiceAccount> accounts,
        List<Move> moves,
        List<String> notes) {
    Plan {
        bindings = List.copyOf(bindings);
        accounts = List.copyOf(accounts);
        moves = List.copyOf(moves);
        notes = List.copyOf(notes);
    }
}
