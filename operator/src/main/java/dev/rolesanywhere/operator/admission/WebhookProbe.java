package dev.rolesanywhere.operator.admission;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import java.util.Optional;

/** Asks a webhook as the API server does. */
@FunctionalInterface
public interface WebhookProbe {
    /** What is wrong with it, in words that follow "the webhook"; empty if it answered as it should. */
    Optional<String> problem(MutatingWebhook webhook);
}
