package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.cluster.Seen;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ServiceReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An installed chart.
 *
 * @param name the {@code <name>} of its objects
 * @param namespace of the operator
 * @param caBundle base64 of the CA bundle for the webhook; empty if the operator has not written it yet
 */
record Installation(String name, String namespace, String caBundle) {
    private static final String WEBHOOK = "inject.rolesanywhere.dev";
    private static final String SUFFIX = "-webhook";

    static Seen<List<Installation>> read(KubernetesClient client) {
        return Seen.of(
                "MutatingWebhookConfigurations",
                () -> in(client.admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .list()
                        .getItems()));
    }

    /** Each of our webhook configurations names its installation. */
    static List<Installation> in(List<MutatingWebhookConfiguration> configurations) {
        return configurations.stream()
                .flatMap(configuration -> configuration.getWebhooks().stream())
                .filter(webhook -> WEBHOOK.equals(webhook.getName()))
                .flatMap(Installation::of)
                .toList();
    }

    private static Stream<Installation> of(MutatingWebhook webhook) {
        ServiceReference service = webhook.getClientConfig().getService();
        if (service == null || !service.getName().endsWith(SUFFIX)) {
            return Stream.empty();
        }
        String name = service.getName().substring(0, service.getName().length() - SUFFIX.length());
        return Stream.of(new Installation(
                name,
                service.getNamespace(),
                Objects.requireNonNullElse(webhook.getClientConfig().getCaBundle(), "")));
    }

    String webhookService() {
        return name + SUFFIX;
    }
}
