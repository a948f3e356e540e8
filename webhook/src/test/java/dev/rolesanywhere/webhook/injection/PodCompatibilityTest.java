package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.READER;
import static dev.rolesanywhere.webhook.injection.PodReview.review;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodCompatibilityTest {
    /** The webhook would add the volume that the pod itself does not have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rolesanywhere-dev-credentials",
                "rolesanywhere-dev-token",
                "rolesanywhere-dev-node-token",
                "rolesanywhere-dev-x509-spire"
            })
    void a_container_must_not_mount_a_volume_that_the_webhook_adds(String volume) {
        assertThat(refusal("""
                spec:
                  containers:
                  - name: app
                    volumeMounts: [{name: %s, mountPath: /mine}]
                """.formatted(volume)))
                .isEqualTo(
                        "NameTaken: container app mounts volume %s at /mine, and the webhook reserves this volume for credentials: remove the volumeMount, or use another volume"
                                .formatted(volume));
    }

    @ParameterizedTest
    @CsvSource({
        "'',   '',  WaitForCredentials, refused",
        "'',   443, WaitForCredentials, refused",
        "9912, '',  WaitForCredentials, refused",
        "9912, 443, WaitForCredentials, accepted",
        "'',   '',  DoNotWait,          refused",
        "'',   443, DoNotWait,          refused",
        "9912, '',  DoNotWait,          accepted",
        "9912, 443, DoNotWait,          accepted",
    })
    void a_late_proxy_must_leave_the_probe_alone_and_the_outgoing_traffic_that_the_pod_waits_for(
            String inbound, String outbound, String startup, String result) {
        String refusal = refusal("""
                metadata:
                  annotations:
                    config.linkerd.io/skip-inbound-ports: "%s"
                    config.linkerd.io/skip-outbound-ports: "%s"
                    rolesanywhere.dev/startup: %s
                spec:
                  containers: [{name: app}, {name: linkerd-proxy}]
                """.formatted(inbound, outbound, startup));
        if (result.equals("accepted")) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).startsWith("MeshProxyStartsLate: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key: kubernetes.io/os, operator: In, values: [windows]",
                "key: kubernetes.io/os, operator: NotIn, values: [linux]",
                "key: beta.kubernetes.io/os, operator: NotIn, values: [linux, darwin]"
            })
    void a_pod_that_must_run_on_windows_is_rejected(String expression) {
        assertThat(refusal(requiring(expression))).startsWith("WindowsPod: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key: kubernetes.io/os, operator: In, values: [linux, windows]",
                "key: kubernetes.io/os, operator: NotIn, values: [windows]",
                "key: kubernetes.io/os, operator: NotIn, values: [linux, windows]",
                "key: kubernetes.io/os, operator: Exists",
                "key: image, operator: In, values: [windows]"
            })
    void a_pod_that_may_run_on_linux_is_accepted(String expression) {
        assertThat(refusal(requiring(expression))).isEmpty();
    }

    private static String requiring(String expression) {
        return """
                spec:
                  containers: [{name: app}]
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms: [{matchExpressions: [{%s}]}]
                """.formatted(expression);
    }

    /** Empty for a pod that is accepted. */
    private static String refusal(String pod) {
        return review(pod, READER).decision() instanceof Refuse refuse
                ? refuse.refusal() + ": " + refuse.message()
                : "";
    }
}
