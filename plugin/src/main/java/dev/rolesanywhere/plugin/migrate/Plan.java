package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.scan.Scan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.SortedSet;

/**
 * What a migration does, before it is written down.
 *
 * @param accounts ServiceAccounts to be made
 * @param notes what the user must decide or do by hand
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
