package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "1,30,Good",
        "1,30+,Good",
        "1,35,Good",
        "2,0,Good",
        "1,29,Bad",
        "1,9,Bad",
        "'','',Bad",
        "1,99999999999,Bad"
    })
    void kubernetes_1_30_is_the_oldest(String major, String minor, Verdict verdict) {
        assertThat(new Platform(major, minor, Set.of(), Set.of(), Set.of())
                        .version()
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void admission_policies_need_their_bindings_too() {
        assertThat(new Platform("1", "30", Set.of("validatingadmissionpolicies"), Set.of(), Set.of())
                        .features()
                        .isBad())
                .isTrue();
    }

    @Test
    void a_missing_kind_is_named() {
        assertThat(new Platform("1", "30", Set.of(), Set.of("awsroles", "awsrolebindings"), Set.of())
                        .kinds()
                        .finding())
                .isEqualTo("missing: awstrustanchors");
    }

    @Test
    void enabled_pod_certificates_need_their_api() {
        Platform without = new Platform("1", "35", Set.of(), Set.of(), Set.of("certificatesigningrequests"));
        Platform with = new Platform("1", "35", Set.of(), Set.of(), Set.of("podcertificaterequests"));

        assertThat(without.podCertificates().verdict()).isEqualTo(Verdict.Bad);
        assertThat(with.podCertificates().verdict()).isEqualTo(Verdict.Good);
    }

    @Test
    void only_an_operator_with_the_charts_value_uses_pod_certificates() {
        assertThat(Parts.signsPodCertificates(operator("ROLESANYWHERE_POD_CERTIFICATES_ENABLED", "true")))
                .isTrue();
        assertThat(Parts.signsPodCertificates(operator("ROLESANYWHERE_POD_CERTIFICATES_ENABLED", "false")))
                .isFalse();
        assertThat(Parts.signsPodCertificates(operator("OTHER", "true"))).isFalse();
    }

    private static Deployment operator(String variable, String value) {
        return new DeploymentBuilder()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .addNewEnv()
                .withName(variable)
                .withValue(value)
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
