package dev.rolesanywhere.webhook.settings;

import java.util.Set;

/** The containers of a pod that get credentials. */
public sealed interface ContainerSelection {
    boolean selects(String container);

    /** All configured container names, for a warning about missing containers. */
    Set<String> named();

    /** All except these; by default none. */
    record AllBut(Set<String> named) implements ContainerSelection {
        @Override
        public boolean selects(String container) {
            return !named.contains(container);
        }
    }

    /** Only these. */
    record Only(Set<String> named) implements ContainerSelection {
        @Override
        public boolean selects(String container) {
            return named.contains(container);
        }
    }
}
