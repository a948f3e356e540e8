package dev.rolesanywhere.webhook.settings;

import java.util.Set;

/** Which of a pod's containers get credentials. */
public sealed interface ContainerSelection {
    boolean selects(String container);

    /** Every container name that somebody wrote, so that a name that does not exist can be pointed out. */
    Set<String> named();

    /** All but these; the default with none. */
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
