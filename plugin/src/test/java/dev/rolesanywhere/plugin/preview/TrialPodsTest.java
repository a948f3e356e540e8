package dev.rolesanywhere.plugin.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class TrialPodsTest {
    @Test
    void the_two_pods_differ_only_in_the_annotation_for_injection() {
        TrialPods trial = TrialPods.of("shop", Serialization.unmarshal("""
                metadata:
                  labels: {app: orders, rolesanywhere.dev/injected: "true"}
                  annotations: {team: shop, rolesanywhere.dev/role: reader}
                spec: {serviceAccountName: orders, nodeName: node-1, containers: [{name: app}]}
                """, PodTemplateSpec.class));

        assertThat(trial.with().getMetadata().getAnnotations())
                .containsOnlyKeys("team", "rolesanywhere.dev/role", "rolesanywhere.dev/preview");
        assertThat(trial.without().getMetadata().getAnnotations()).containsOnlyKeys("team", "rolesanywhere.dev/inject");
        assertThat(trial.with().getMetadata().getLabels()).containsOnlyKeys("app");
        assertThat(trial.with().getSpec()).isEqualTo(trial.without().getSpec());
        assertThat(trial.with().getSpec().getNodeName()).isNull();
        assertThat(trial.with().getMetadata().getNamespace()).isEqualTo("shop");
    }
}
