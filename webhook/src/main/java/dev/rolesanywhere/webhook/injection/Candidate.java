package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.webhook.binding.BoundRole;
import java.util.List;
import java.util.Map;

/**
 * A pod at admission, with all that its decision needs.
 *
 * @param serviceAccountAnnotations of the pod's ServiceAccount
 * @param roles bound to the pod's ServiceAccount
 */
public record Candidate(
        String namespace, PodView pod, Map<String, String> serviceAccountAnnotations, List<BoundRole> roles) {}
