package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.READER;
import static dev.rolesanywhere.webhook.injection.PodReview.review;
import static dev.rolesanywhere.webhook.injection.PodReview.role;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InjectorTest {
    private static final String APP = "spec: {containers: [{name: app}]}\n";
    private static final String LABELS =
            "labels: {rolesanywhere.dev/injected: \"true\", rolesanywhere.dev/role: other, team: a}";
    private static final String COPY = "metadata: {" + LABELS + "}\n" + APP;

    @Test
    void a_copy_that_opts_out_loses_our_labels() {
        String pod = "metadata: {annotations: {rolesanywhere.dev/inject: \"false\"}, " + LABELS + "}\n" + APP;
        assertThat(review(pod, READER).pod().at(PodView.LABELS)).isEqualTo(PodReview.yaml("team: a"));
    }

    @Test
    void a_copy_whose_service_account_opts_out_loses_our_labels() {
        assertThat(review("shop", COPY, Map.of("rolesanywhere.dev/inject", "false"), READER)
                        .pod()
                        .at(PodView.LABELS))
                .isEqualTo(PodReview.yaml("team: a"));
    }

    @Test
    void a_pod_of_an_excluded_namespace_keeps_all_labels() {
        assertThat(review("kube-system", COPY, Map.of(), READER).patch()).isEmpty();
    }

    @Test
    void a_mirror_pod_keeps_all_labels() {
        String pod = "metadata: {annotations: {kubernetes.io/config.mirror: hash}, " + LABELS + "}\n" + APP;
        assertThat(review(pod, READER).patch()).isEmpty();
    }

    @Test
    void a_copy_without_a_default_role_loses_the_label_of_the_role() {
        assertThat(review(COPY, role("reader", false, null), role("writer", false, null))
                        .pod()
                        .at(PodView.LABELS))
                .isEqualTo(PodReview.yaml("{rolesanywhere.dev/injected: 'true', team: a}"));
    }

    @Test
    void the_reason_distinguishes_the_first_injection_from_a_later_one() {
        Injector.Injection first = review(APP, READER);
        assertThat(first.decision().reason()).isEqualTo("Inject");
        assertThat(review(first.pod().toString(), READER).decision().reason()).isEqualTo("AlreadyInjected");
    }

    @Test
    void the_reason_of_a_rejection_is_its_kind() {
        assertThat(review("spec: {containers: [{name: aws-credentials}]}", READER)
                        .decision()
                        .reason())
                .isEqualTo("NameTaken");
    }

    @Test
    void the_sidecar_has_our_unit_if_the_containers_have_the_same_storage_in_another() {
        assertThat(review("""
                                spec:
                                  containers:
                                  - name: app
                                    resources: {limits: {ephemeral-storage: 131072Ki}}
                                """, READER)
                        .pod()
                        .at("/spec/initContainers/0/resources/limits/ephemeral-storage")
                        .asText())
                .isEqualTo("128Mi");
    }
}
