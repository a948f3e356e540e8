package dev.rolesanywhere.operator.admission;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import java.util.Optional;

/** Calls a webhook like the API server. */
@FunctionalInterface
public interface WebhookProbe {
    /** The problem, as a clause after "the webhook"; empty if the answer was correct. */
    Optional<String> problem(MutatingWebhook webhook);
}
