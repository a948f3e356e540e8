package dev.rolesanywhere.plugin.preview;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.contract.Annotations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of injection for a workload's next pod.
 *
 * @param roles roles of its ServiceAccount, dry runs included; absent if the user may not read bindings
 * @param rejection why the API server would reject the pod; absent if it would accept it
 * @param warnings that the creator of the pod would see
 */
record Preview(
        String namespace,
        String workload,
        String serviceAccount,
        @Nullable List<Role> roles,
        Verdict verdict,
        @Nullable String rejection,
        List<Change> changes,
        List<String> warnings) {

    /** Spelled as the output spells it. */
    enum Verdict {
        WouldInject,
        WouldNotInject,
        WouldBeRejected,
        /** The webhook does not change this pod. */
        RejectedWithoutInjection
    }

    /**
     * @param dryRun whether the binding is a dry run
     */
    record Role(String role, String binding, boolean dryRun) {
        static List<Role> of(List<AWSRoleBinding> bindings, String serviceAccount) {
            return GivenRole.rehearsed(bindings, serviceAccount).stream()
                    .map(given -> new Role(
                            given.role(),
                            given.binding().getMetadata().getName(),
                            !GivenRole.isInForce(given.binding())))
                    .toList();
        }
    }

    static Preview of(
            String namespace,
            String workload,
            String serviceAccount,
            @Nullable List<Role> roles,
            Trial without,
            Trial with) {
        return switch (with) {
            case Trial.Admitted(var pod, List<String> warnings) -> {
                List<Change> changes =
                        without instanceof Trial.Admitted before ? Difference.between(before.pod(), pod) : List.of();
                boolean injected =
                        changes.stream().anyMatch(change -> change.name().equals(Annotations.INJECTED));
                yield new Preview(
                        namespace,
                        workload,
                        serviceAccount,
                        roles,
                        injected ? Verdict.WouldInject : Verdict.WouldNotInject,
                        null,
                        changes,
                        warnings);
            }
            case Trial.Rejected(String message) ->
                new Preview(
                        namespace,
                        workload,
                        serviceAccount,
                        roles,
                        without instanceof Trial.Rejected ? Verdict.RejectedWithoutInjection : Verdict.WouldBeRejected,
                        message,
                        List.of(),
                        List.of());
        };
    }
}
