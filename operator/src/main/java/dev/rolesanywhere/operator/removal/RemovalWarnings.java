package dev.rolesanywhere.operator.removal;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.events.Events.Kind;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes an Event that lists the users of a deleted AWSRole or AWSTrustAnchor. No finalizer blocks the deletion, as Kubernetes does
 * not block the deletion of a Role with RoleBindings: after the operator is uninstalled, a finalizer would block forever. The users'
 * own status reports the problem too, and recovers when the object is created again.
 */
@Singleton
class RemovalWarnings {
    static final String DELETED_IN_USE = "DeletedInUse";
    private static final int NAMED = 10;

    private final Inventory inventory;
    private final Leadership leadership;
    private final Events events;

    RemovalWarnings(Inventory inventory, Leadership leadership, Events events) {
        this.inventory = inventory;
        this.leadership = leadership;
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        inventory.onChange(AWSRole.class, this::changed);
        inventory.onChange(AWSTrustAnchor.class, this::changed);
    }

    void changed(AWSRole role) {
        String name = role.getMetadata().getName();
        if (!leadership.isLeading() || inventory.role(name).isPresent()) {
            return;
        }
        List<String> users = inventory.bindingsOf(name).stream()
                .filter(GivenRole::isInForce)
                .map(RemovalWarnings::named)
                .toList();
        if (!users.isEmpty()) {
            events.emit(
                    role,
                    Kind.Warning,
                    DELETED_IN_USE,
                    "AWSRole '%s' was deleted while %s used it: %s. Their pods get no new certificates, but existing sessions stay valid until they expire. Create the AWSRole again, or delete these too."
                            .formatted(name, count(users, "AWSRoleBinding"), some(users)));
        }
    }

    void changed(AWSTrustAnchor anchor) {
        String name = anchor.getMetadata().getName();
        if (!leadership.isLeading() || inventory.trustAnchor(name).isPresent()) {
            return;
        }
        List<String> users = inventory.rolesOf(name).stream()
                .map(role -> role.getMetadata().getName())
                .toList();
        if (!users.isEmpty()) {
            events.emit(
                    anchor,
                    Kind.Warning,
                    DELETED_IN_USE,
                    "AWSTrustAnchor '%s' was deleted while %s used it: %s. Their pods get no new certificates, but existing sessions stay valid until they expire. The CA's Secret was kept: create the AWSTrustAnchor again to continue with the same CA."
                            .formatted(name, count(users, "AWSRole"), some(users)));
        }
    }

    private static String named(AWSRoleBinding binding) {
        return binding.getMetadata().getNamespace() + "/"
                + binding.getMetadata().getName();
    }

    private static String count(List<String> users, String kind) {
        return users.size() == 1 ? "an " + kind : users.size() + " " + kind + "s";
    }

    private static String some(List<String> users) {
        String names = users.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
        return users.size() <= NAMED ? names : names + " and " + (users.size() - NAMED) + " more";
    }
}
