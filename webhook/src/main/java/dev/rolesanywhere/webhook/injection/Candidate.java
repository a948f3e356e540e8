package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.webhook.binding.BoundRole;
import java.util.List;
import java.util.Map;

/**
 * A pod at admission, with all that its decision needs.
 *
 * @param serviceAccountAnnotations of the pod's ServiceAccount
 * @param roles bound to the pod's ServiceAccount
 * @param dryRuns names of dry-run bindings for the ServiceAccount, which give it nothing
 */
public record Candidate(
        String namespace,
        PodView pod,
        Map<String, String> serviceAccountAnnotations,
        List<BoundRole> roles,
        List<String> dryRuns) {
    /** Of a ServiceAccount without dry runs. */
    public Candidate(
            String namespace, PodView pod, Map<String, String> serviceAccountAnnotations, List<BoundRole> roles) {
        this(namespace, pod, serviceAccountAnnotations, roles, List.of());
    }

    /** The candidate as if no binding were a dry run. */
    public Candidate rehearsed(List<BoundRole> rehearsed) {
        return new Candidate(namespace, pod, serviceAccountAnnotations, rehearsed);
    }
}
