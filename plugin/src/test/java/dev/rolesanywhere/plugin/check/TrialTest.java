package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {
    private static PodBuilder pod() {
        return new PodBuilder().withNewMetadata().endMetadata().withNewSpec().endSpec();
    }

    @Test
    void an_injected_pod_shows_that_the_webhook_was_reached() {
        var injected = pod().editMetadata()
                .withAnnotations(Map.of("rolesanywhere.dev/injected", "0.1.0"))
                .endMetadata()
                .editSpec()
                .addNewInitContainer()
                .withName("aws-credentials")
                .endInitContainer()
                .endSpec()
                .build();
        assertThat(new Trial.Answered("shop/orders", injected).fact().verdict()).isEqualTo(Verdict.Good);
    }

    @Test
    void a_pod_of_the_node_agent_counts_as_injected() {
        var injected = pod().editMetadata()
                .withAnnotations(Map.of("rolesanywhere.dev/injected", "0.1.0"))
                .endMetadata()
                .editSpec()
                .addNewVolume()
                .withName("rolesanywhere-dev-node-token")
                .endVolume()
                .endSpec()
                .build();
        assertThat(new Trial.Answered("shop/orders", injected).fact().verdict()).isEqualTo(Verdict.Good);
    }

    @Test
    void a_pod_without_the_sidecar_counts_as_not_injected() {
        assertThat(new Trial.Answered("shop/orders", pod().build()).fact().verdict())
                .isEqualTo(Verdict.Bad);
    }

    @ParameterizedTest
    @CsvSource({
        "'ServiceAccount orders is bound, but this pod did not get the sidecar that brings its AWS credentials',Bad",
        "'this pod did not get the token by which the agent of its node gives it AWS credentials',Bad",
        "'exceeded quota: pods=10',Unknown"
    })
    void only_our_own_guards_refusal_is_the_webhooks_fault(String message, Verdict verdict) {
        assertThat(new Trial.Refused("shop/orders", message).fact().verdict()).isEqualTo(verdict);
    }

    @Test
    void a_trial_that_did_not_run_is_unknown() {
        assertThat(new Trial.NotMade("no binding").fact().verdict()).isEqualTo(Verdict.Unknown);
    }
}
