package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.READER;
import static dev.rolesanywhere.webhook.injection.PodReview.review;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionWarningsTest {
    @ParameterizedTest
    @ValueSource(strings = {"emptyDir: {}", "hostPath: {path: /srv}", "persistentVolumeClaim: {claimName: run}"})
    void a_writable_mount_above_ours_has_no_warning(String volume) {
        assertThat(review(mountedAboveOurs("", volume), READER).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"readOnly: true; emptyDir: {}", "''; 'configMap: {name: run}'", "''; 'secret: {secretName: run}'"})
    void a_read_only_mount_above_ours_has_a_warning(String mode, String volume) {
        assertThat(review(mountedAboveOurs(mode, volume), READER).warnings())
                .singleElement()
                .asString()
                .startsWith("container app mounts /var/run read-only, ");
    }

    @Test
    void a_container_without_credentials_has_no_warning_about_its_variables() {
        assertThat(review("""
                metadata: {annotations: {rolesanywhere.dev/skip-containers: app}}
                spec:
                  containers:
                  - name: app
                    env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}]
                """, READER).warnings()).isEmpty();
    }

    @Test
    void a_profile_overrides_the_endpoint_of_a_pod_without_profiles() {
        assertThat(review("""
                spec:
                  containers:
                  - name: app
                    env: [{name: AWS_PROFILE, value: reader}]
                """, READER).warnings())
                .containsExactly(
                        "container app sets AWS_PROFILE, which overrides the injected credentials: remove the variable");
    }

    @ParameterizedTest
    @CsvSource({
        "false, hostPort,      9913, true",
        "false, hostPort,      9914, false",
        "false, containerPort, 9913, false",
        "true,  containerPort, 9913, true",
        "true,  containerPort, 9914, false"
    })
    void a_port_of_the_node_must_not_be_the_agents(boolean hostNetwork, String field, int port, boolean taken) {
        assertThat(review("""
                metadata: {annotations: {rolesanywhere.dev/delivery: NodeAgent}}
                spec:
                  hostNetwork: %s
                  containers:
                  - name: app
                    ports: [{%s: %d}]
                """.formatted(hostNetwork, field, port), READER).warnings())
                .isEqualTo(
                        taken
                                ? List.of(
                                        "container app uses port 9913 of the node, on which the node agent listens: choose another port")
                                : List.of());
    }

    private static String mountedAboveOurs(String mode, String volume) {
        return """
                spec:
                  containers:
                  - name: app
                    volumeMounts: [{name: run, mountPath: /var/run, %s}]
                  volumes: [{name: run, %s}]
                """.formatted(mode, volume);
    }
}
