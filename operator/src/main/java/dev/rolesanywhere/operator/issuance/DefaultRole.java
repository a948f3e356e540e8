package dev.rolesanywhere.operator.issuance;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of a pod's roles is its default credentials. */
final class DefaultRole {
    private DefaultRole() {}

    /** @param makesDefault {@code spec.default} of the binding that gives it */
    record Given(String role, boolean makesDefault) {}

    /**
     * The role that the pod asks for; else the one whose binding says so, the oldest if several do; else the only one. A pod that asks
     * for a role which it does not have gets no default: it would act as somebody whom it did not mean to be. Roles that cannot be
     * served at the moment are counted, so that a default never moves to another role by itself.
     *
     * @param given oldest binding first, each role once
     */
    static Optional<String> choose(List<Given> given, @Nullable String asked) {
        if (asked != null) {
            return given.stream().map(Given::role).filter(asked::equals).findFirst();
        }
        if (given.size() == 1) {
            return Optional.of(given.getFirst().role());
        }
        return given.stream().filter(Given::makesDefault).map(Given::role).findFirst();
    }
}
