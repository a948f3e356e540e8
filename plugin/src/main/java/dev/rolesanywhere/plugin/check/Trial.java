package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import dev.rolesanywhere.plugin.workload.CredentialSource;
import io.fabric8.kubernetes.api.model.Pod;

/** The result of a dry-run creation of a pod, for which the API server calls the webhook. */
sealed interface Trial {
    String NAME = "webhook, tested with a dry-run pod";

    /**
     * The API server accepted the pod.
     *
     * @param where namespace and ServiceAccount
     */
    record Answered(String where, Pod pod) implements Trial {}

    record Refused(String where, String message) implements Trial {}

    record NotMade(String why) implements Trial {}

    default Fact fact() {
        return switch (this) {
            case NotMade(String why) ->
                Fact.unknown(
                        NAME,
                        why,
                        "For this check you need a ready AWSRoleBinding and the permission to create pods in its namespace.");
            case Answered(String where, Pod pod) ->
                isInjected(pod)
                        ? Fact.good(NAME, "injects pods of " + where)
                        : bad("a pod of %s got neither the sidecar nor the token for the agent of its node"
                                .formatted(where));
            case Refused(String where, String message) ->
                message.contains("did not get the sidecar") || message.contains("did not get the token")
                        ? bad("a pod of %s was rejected: %s".formatted(where, message))
                        : Fact.unknown(
                                NAME,
                                "a pod of %s was rejected by another admission webhook or policy: %s"
                                        .formatted(where, message),
                                "Start a pod there and run 'kubectl rolesanywhere status' for it.");
        };
    }

    private static boolean isInjected(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey(Annotations.INJECTED)
                && CredentialSource.of(pod.getSpec()) != CredentialSource.NOTHING;
    }

    private static Fact bad(String finding) {
        return Fact.bad(
                NAME,
                finding,
                "Check that the webhook's pods are ready, and that the API server reaches port 443 of its Service"
                        + " (NetworkPolicies, firewalls of the control plane).",
                Pages.reason("WebhookUnavailable"));
    }
}
