package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.pod;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodViewTest {
    private static final String INJECTED = "metadata: {annotations: {rolesanywhere.dev/injected: 0.0.9}}\n";

    @Test
    void an_item_that_is_not_a_container_is_passed_over() {
        assertThat(pod("spec: {containers: [null, {name: app}]}").containers())
                .extracting(ContainerView::pointer)
                .containsExactly("/spec/containers/1");
    }

    @Test
    void a_volume_with_the_token_for_the_agent_shows_an_injection_for_the_agent() {
        assertThat(pod(tokenFor("rolesanywhere.dev/node")).servedByAgentBefore())
                .isTrue();
    }

    @Test
    void a_volume_of_that_name_with_another_token_is_the_users() {
        assertThat(pod(tokenFor("vault")).servedByAgentBefore()).isFalse();
    }

    @Test
    void the_container_that_waits_shows_an_injection_for_the_agent() {
        assertThat(pod("""
                spec:
                  initContainers:
                  - name: aws-credentials-wait
                    env: [{name: ROLESANYWHERE_NODE_AGENT_URL, value: "http://169.254.170.23:9913"}]
                """).servedByAgentBefore()).isTrue();
    }

    @Test
    void the_token_volume_is_named_if_the_pod_lost_the_container_that_waits() {
        assertThat(pod(tokenFor("rolesanywhere.dev/node")).parts()).contains("volume rolesanywhere-dev-node-token");
    }

    @Test
    void a_pod_that_kept_only_the_annotation_has_no_parts() {
        assertThat(pod(INJECTED).parts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "aws-credentials, /var/run/rolesanywhere.dev/credentials, true",
        "aws-credentials, /var/cache/app,                         false",
        "cache,           /var/cache/app,                         true"
    })
    void a_volume_of_the_older_name_is_ours_unless_a_container_mounts_it_elsewhere(
            String mounted, String path, boolean ours) {
        String pod = INJECTED + """
                spec:
                  containers:
                  - name: app
                    volumeMounts: [{name: %s, mountPath: %s}]
                  volumes:
                  - {name: aws-credentials, emptyDir: {medium: Memory}}
                  - {name: cache, emptyDir: {}}
                """.formatted(mounted, path);
        assertThat(pod(pod).isOldOfOurs("aws-credentials")).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({"'true', true", "'yes', false"})
    void the_preview_annotation_has_the_value_true(String value, boolean preview) {
        assertThat(pod("metadata: {annotations: {rolesanywhere.dev/preview: \"%s\"}}".formatted(value))
                        .asksForPreview())
                .isEqualTo(preview);
    }

    @Test
    void logs_show_the_name() {
        assertThat(pod("metadata: {name: orders-1, generateName: orders-}").displayName())
                .isEqualTo("orders-1");
    }

    @Test
    void logs_show_the_start_of_a_name_that_the_api_server_has_yet_to_complete() {
        assertThat(pod("metadata: {generateName: orders-}").displayName()).isEqualTo("orders-…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "fsGroup: 2000;               true",
                "fsGroup: 2000, runAsUser: 0; true",
                "runAsUser: 1000;             true",
                "runAsUser: 0;                false",
                "runAsNonRoot: true;          false"
            })
    void a_group_or_a_user_other_than_root_can_read_projected_files(String context, boolean readable) {
        assertThat(pod("spec: {securityContext: {%s}}".formatted(context)).hasGroupForFiles())
                .isEqualTo(readable);
    }

    private static String tokenFor(String audience) {
        return """
                spec:
                  volumes:
                  - name: rolesanywhere-dev-node-token
                    projected: {sources: [{serviceAccountToken: {audience: %s, path: token}}]}
                """.formatted(audience);
    }
}
