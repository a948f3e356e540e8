package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.review;
import static dev.rolesanywhere.webhook.injection.PodReview.role;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which containers get the region of the role's registration. A file of the user may have another region. */
class ContainerDeliveryTest {
    @Test
    void a_container_with_our_config_file_gets_the_region() {
        assertThat(region("""
                metadata:
                  annotations: {rolesanywhere.dev/injected: 0.0.9, rolesanywhere.dev/delivery: Files}
                spec:
                  containers:
                  - name: app
                    env: [{name: AWS_CONFIG_FILE, value: /var/run/rolesanywhere.dev/credentials/config}]
                """)).isEqualTo("eu-west-1");
    }

    @Test
    void a_container_with_its_own_config_file_does_not() {
        assertThat(region("""
                spec:
                  containers:
                  - name: app
                    env: [{name: AWS_CONFIG_FILE, value: /etc/aws/config}]
                """)).isEmpty();
    }

    @Test
    void a_container_with_a_mount_of_its_own_gets_the_region() {
        assertThat(region(mounting("/data"))).isEqualTo("eu-west-1");
    }

    @Test
    void a_container_with_a_mount_where_clients_look_for_files_does_not() {
        assertThat(region(mounting("/home/app/.aws"))).isEmpty();
    }

    private static String mounting(String path) {
        return """
                spec:
                  containers:
                  - name: app
                    volumeMounts: [{name: data, mountPath: %s}]
                  volumes: [{name: data, emptyDir: {}}]
                """.formatted(path);
    }

    /** Empty if the container gets none. */
    private static String region(String pod) {
        return new PodView(review(pod, role("reader", true, "eu-west-1")).pod())
                .containers()
                .getFirst()
                .variable("AWS_REGION")
                .map(variable -> variable.path("value").asText())
                .orElse("");
    }
}
