package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each test is a row of the table in docs/architecture.md. It runs on the first review, with a container of the pod,
 * and on the second, with our container after another component changed it. Both must give the same container.
 */
class FoundSidecarTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String OTHER_DIGEST = "sha256:" + "b".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mirror.example.com/cache/sidecar:0.1.0",
                "localhost:5000/sidecar:0.1.0",
                "sidecar:0.1.0",
                "mirror.example.com/registry.example.org/sidecar:0.1.0@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void an_image_of_a_mirror_stays(String image) {
        assertKept("image: " + image, "/image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com/sidecar:0.0.9",
                "evil.example.com/sidecar",
                "evil.example.com/sidecar:0.1.0/shell",
                "evil.example.com/other-sidecar:0.1.0",
                "evil.example.com/sidecar:0.1.0/x:0.1.0",
                "'evil.example.com/sidecar:0.1.0 '",
                "''",
                "{}",
                "[sidecar:0.1.0]"
            })
    void any_other_image_is_replaced(String image) {
        assertReplaced("image: " + image, "/image");
    }

    @Test
    void a_digest_in_the_chart_decides() {
        String ours = "registry.example.org/sidecar:0.1.0@" + DIGEST;
        assertThat(SidecarImage.choose(ours, "mirror/sidecar@" + DIGEST)).isEqualTo("mirror/sidecar@" + DIGEST);
        assertThat(SidecarImage.choose(ours, "mirror/sidecar:0.1.0@" + OTHER_DIGEST))
                .isEqualTo(ours);
        assertThat(SidecarImage.choose(ours, "mirror/sidecar:0.1.0")).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Always", "IfNotPresent", "Never"})
    void a_pull_policy_stays(String policy) {
        assertKept("imagePullPolicy: " + policy, "/imagePullPolicy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagePullPolicy: Sometimes", "imagePullPolicy: {}"})
    void a_pull_policy_that_does_not_exist_is_replaced(String policy) {
        assertReplaced(policy, "/imagePullPolicy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [sh, -c, sleep 1000]",
                "args: [--help]",
                "workingDir: /tmp",
                "envFrom: [{secretRef: {name: options}}]",
                "lifecycle: {postStart: {exec: {command: [cat, /var/run/rolesanywhere.dev/token/token]}}}",
                "livenessProbe: {exec: {command: [cat, /x]}}",
                "readinessProbe: {httpGet: {path: /, port: 80}}",
                "volumeDevices: [{name: disk, devicePath: /dev/sda}]",
                "tty: true",
                "stdin: true",
                "stdinOnce: true",
                "restartPolicyRules: [{action: Restart}]",
                "fieldOfTomorrow: {on: true}"
            })
    void changes_of_the_programs_execution_are_removed(String field) {
        assertReplaced(field, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restartPolicy: Never",
                "restartPolicy: null",
                "ports: [{name: aws-creds-probe, containerPort: 80, hostPort: 80}]",
                "ports: []",
                "terminationMessagePath: /app/java.args"
            })
    void restart_policy_and_ports_and_the_place_of_the_message_are_ours(String field) {
        assertReplaced(field, "");
    }

    @Test
    void a_policy_for_the_termination_message_stays() {
        assertKept("terminationMessagePolicy: FallbackToLogsOnError", "/terminationMessagePolicy");
    }

    @Test
    void a_resize_policy_of_the_api_server_stays() {
        assertKept("resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]", "/resizePolicy");
    }

    @Test
    void added_variables_stay_in_addition_to_ours() {
        JsonNode env = both("""
                env:
                - {name: CLUSTER, value: prod}
                - {name: ROLESANYWHERE_ISSUER_URL, value: "https://evil.example.com"}
                - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                - {name: ROLESANYWHERE_ISSUER_URL, value: "https://evil.example.org"}
                """).path("env");
        assertThat(env.findValuesAsText("name"))
                .containsExactly(
                        "ROLESANYWHERE_ISSUER_CA",
                        "ROLESANYWHERE_STARTUP",
                        "CLUSTER",
                        "ROLESANYWHERE_ISSUER_URL",
                        "NODE");
        assertThat(env.toString()).doesNotContain("evil").contains("https://issuer.aws.svc", "spec.nodeName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "_JAVA_OPTIONS",
                "LD_PRELOAD",
                "LD_LIBRARY_PATH",
                "GLIBC_TUNABLES",
                "ROLESANYWHERE_ISSUER_ADDRESSES",
                "ROLESANYWHERE_ANYTHING"
            })
    void variables_that_bring_other_code_or_speak_for_us_are_removed(String name) {
        assertReplaced("env: [{name: %s, value: x}]".formatted(name), "/env");
    }

    @Test
    void added_mounts_stay_in_addition_to_ours() {
        JsonNode mounts = both("""
                volumeMounts:
                - {name: company-ca, mountPath: /etc/ssl/certs, readOnly: true}
                - {name: data, mountPath: /var/run/rolesanywhere.dev/credentials}
                """).path("volumeMounts");
        assertThat(mounts.findValuesAsText("name")).contains("company-ca").doesNotContain("data");
        assertThat(mounts).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/app",
                "/app/lib/../java.args",
                "/opt",
                "/opt/java/bin",
                "/lib64",
                "/usr",
                "/etc/ld.so.preload",
                "/var",
                "/var/run",
                "/run",
                "/run/rolesanywhere.dev/token",
                "/var/run/rolesanywhere.dev/credentials/",
                "//var/run/rolesanywhere.dev/./token",
                "/var/run/secrets/kubernetes.io/serviceaccount/..",
                "/proc",
                "/../app",
                "/data/../app",
                "app"
            })
    void mounts_that_cover_the_program_or_its_files_are_removed(String path) {
        assertReplaced("volumeMounts: [{name: data, mountPath: %s}]".formatted(path), "/volumeMounts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/../data", "/opt/javascript", "/etc/ld.so.conf.bak", "/var/run/company"})
    void mounts_beside_the_program_and_its_files_stay(String path) {
        assertKept("volumeMounts: [{name: data, mountPath: %s}]".formatted(path), "/volumeMounts");
    }

    @Test
    void the_api_token_is_not_mounted_anywhere() {
        assertReplaced("volumeMounts: [{name: kube-api-access-x7k2p, mountPath: /elsewhere}]", "/volumeMounts");
    }

    @Test
    void an_image_reference_has_at_most_512_characters() {
        String ours = "registry.example.org/sidecar:0.1.0";
        String rest = "/sidecar:0.1.0";
        String longest = "m".repeat(512 - rest.length()) + rest;
        assertThat(SidecarImage.choose(ours, longest)).isEqualTo(longest);
        assertThat(SidecarImage.choose(ours, "m" + longest)).isEqualTo(ours);
    }

    @Test
    void a_limit_that_is_ours_in_another_unit_stays() {
        assertKept("resources: {limits: {memory: 98304Ki}}", "/resources");
    }

    @Test
    void added_and_larger_limits_stay() {
        assertKept("resources: {limits: {ephemeral-storage: 1Gi}, requests: {ephemeral-storage: 1Gi}}", "/resources");
        assertKept("resources: {limits: {memory: 0.5Gi, cpu: 2}, requests: {cpu: 10m, memory: 96Mi}}", "/resources");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: {limits: {memory: 1Mi}}",
                "resources: {limits: {memory: -1}}",
                "resources: {limits: {memory: much}}",
                "resources: {limits: {cpu: 1m}}",
                "resources: {requests: {memory: 1Gi}}",
                "resources: {claims: [{name: gpu}]}",
                "resources: []"
            })
    void limits_below_ours_and_requests_above_the_limit_are_replaced(String resources) {
        assertReplaced(resources, "/resources");
    }

    @Test
    void values_assigned_by_openshift_stay() {
        JsonNode context = both("""
                securityContext:
                  runAsUser: 1000650000
                  runAsGroup: 0
                  seLinuxOptions: {level: "s0:c26,c5"}
                  capabilities: {drop: [ALL, KILL, MKNOD]}
                  procMount: Default
                """).path("securityContext");
        assertThat(context.path("runAsUser").asLong()).isEqualTo(1_000_650_000);
        assertThat(context.path("runAsGroup").asText()).isEqualTo("0");
        assertThat(context.at("/seLinuxOptions/level").asText()).isEqualTo("s0:c26,c5");
        assertThat(context.at("/capabilities/drop"))
                .extracting(JsonNode::asText)
                .containsExactly("ALL", "KILL", "MKNOD");
        assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runAsUser: 1", "runAsUser: 2147483647", "runAsGroup: 2147483647"})
    void the_smallest_and_the_largest_id_stay(String field) {
        assertKept("securityContext: {%s}".formatted(field), "/securityContext");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "privileged: true",
                "allowPrivilegeEscalation: true",
                "readOnlyRootFilesystem: false",
                "runAsNonRoot: false",
                "runAsUser: 0",
                "runAsUser: -1",
                "runAsUser: '1000'",
                "runAsUser: 1000.5",
                "runAsUser: 2147483648",
                "runAsUser: 4294967296",
                "runAsGroup: -1",
                "capabilities: {add: [SYS_ADMIN]}",
                "capabilities: {drop: []}",
                "capabilities: {add: [ALL], drop: [ALL]}",
                "seccompProfile: {type: Unconfined}",
                "seccompProfile: {type: Localhost, localhostProfile: open.json}",
                "appArmorProfile: {type: Unconfined}",
                "seLinuxOptions: {type: spc_t}",
                "seLinuxOptions: {user: system_u, role: system_r}",
                "seLinuxOptions: {level: s0-s0:c0.c1023}",
                "procMount: Unmasked",
                "windowsOptions: {hostProcess: true}",
                "fieldOfTomorrow: true"
            })
    void a_weaker_security_context_is_replaced(String field) {
        assertReplaced("securityContext: {%s}".formatted(field), "/securityContext");
    }

    @Test
    void a_probe_that_a_mesh_rewrote_stays() {
        assertKept("""
                startupProbe:
                  httpGet: {path: /app-health/aws-credentials/startupz, port: 15020, scheme: HTTP}
                  periodSeconds: 1
                  timeoutSeconds: 1
                  successThreshold: 1
                  failureThreshold: 86400
                """, "/startupProbe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {command: [/opt/java/bin/java]}",
                "httpGet: {path: /metadata, port: 80, host: 169.254.169.254}",
                "tcpSocket: {port: 80, host: 10.0.0.1}",
                "httpGet: {path: /started, port: 80}",
                "httpGet: {path: /started, port: 9912, httpHeaders: [{name: Host, value: x}]}",
                "failureThreshold: 1, periodSeconds: 1, timeoutSeconds: 1",
                "failureThreshold: 86400, periodSeconds: 3600, timeoutSeconds: 1",
                "terminationGracePeriodSeconds: 1"
            })
    void any_other_probe_is_replaced(String probe) {
        assertReplaced("startupProbe: {%s}".formatted(probe), "/startupProbe");
    }

    @Test
    void volumes_of_our_names_become_ours() {
        ObjectNode pod = pod("");
        pod.withObject("/spec").set("volumes", yaml("""
                - {name: rolesanywhere-dev-credentials, hostPath: {path: /}}
                - name: rolesanywhere-dev-token
                  projected: {defaultMode: 511, sources: [{serviceAccountToken: {path: token}}, {secret: {name: keys}}]}
                """));
        ObjectNode fresh = inject(pod(""));
        assertThat(inject(pod).at("/spec/volumes")).isEqualTo(fresh.at("/spec/volumes"));
    }

    @Test
    void a_volume_of_our_size_has_our_unit() {
        ObjectNode pod = pod("");
        pod.withObject("/spec")
                .set("volumes", yaml("[{name: rolesanywhere-dev-credentials, emptyDir: {sizeLimit: 4096Ki}}]"));
        assertThat(inject(pod).at("/spec/volumes/0/emptyDir/sizeLimit").asText())
                .isEqualTo("4Mi");
    }

    @Test
    void a_larger_volume_in_memory_stays() {
        ObjectNode pod = pod("");
        pod.withObject("/spec")
                .set(
                        "volumes",
                        yaml("[{name: rolesanywhere-dev-credentials, emptyDir: {medium: '', sizeLimit: 1Gi}}]"));
        JsonNode volume = inject(pod).at("/spec/volumes/0/emptyDir");
        assertThat(volume.path("medium").asText()).isEqualTo("Memory");
        assertThat(volume.path("sizeLimit").asText()).isEqualTo("1Gi");
    }

    private static void assertKept(String fields, String pointer) {
        JsonNode result = both(fields).at(pointer);
        JsonNode given = yaml(fields).at(pointer);
        assertThat(given.isMissingNode()).isFalse();
        CasesTest.assertNothingLost(given, result, pointer);
    }

    private static void assertReplaced(String fields, String pointer) {
        assertThat(both(fields).at(pointer)).isEqualTo(sidecar(inject(pod(""))).at(pointer));
    }

    /** The container after either call. */
    private static JsonNode both(String fields) {
        JsonNode first = sidecar(inject(pod(fields)));
        ObjectNode injected = inject(pod(""));
        merge((ObjectNode) sidecar(injected), yaml(fields));
        ObjectNode second = inject(injected);
        assertThat(sorted(sidecar(second))).as("the second call").isEqualTo(sorted(first));
        assertThat(inject(second)).as("the third call").isEqualTo(second);
        return first;
    }

    /** The order of added items has no meaning. */
    private static JsonNode sorted(JsonNode container) {
        ObjectNode sorted = container.deepCopy();
        for (String array : List.of("env", "volumeMounts")) {
            List<JsonNode> items = sorted.path(array)
                    .valueStream()
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .toList();
            sorted.putArray(array).addAll(items);
        }
        return sorted;
    }

    /** Fields of objects one by one; items of arrays are added, as other webhooks add them. */
    private static void merge(ObjectNode container, JsonNode fields) {
        fields.properties().forEach(field -> {
            JsonNode there = container.path(field.getKey());
            if (there.isArray()
                    && field.getValue().isArray()
                    && !field.getValue().isEmpty()) {
                field.getValue()
                        .forEach(item ->
                                container.withArray("/" + field.getKey()).add(item));
            } else if (there.isObject() && field.getValue().isObject()) {
                merge((ObjectNode) there, field.getValue());
            } else {
                container.set(field.getKey(), field.getValue());
            }
        });
    }

    private static JsonNode sidecar(ObjectNode pod) {
        return pod.at("/spec/initContainers/0");
    }

    /** With a container of our name, like a copy of an injected pod. */
    private static ObjectNode pod(String fields) {
        ObjectNode pod = (ObjectNode) yaml("""
                metadata:
                  name: orders-1
                  annotations: {rolesanywhere.dev/injected: 0.1.0}
                spec:
                  serviceAccountName: orders
                  containers: [{name: app, image: app}]
                  initContainers: [{name: aws-credentials}]
                """);
        if (!fields.isEmpty()) {
            ((ObjectNode) sidecar(pod)).setAll((ObjectNode) yaml(fields));
        }
        return pod;
    }

    private static JsonNode yaml(String text) {
        try {
            return Case.YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode inject(ObjectNode pod) {
        ChartSettings chart = new ChartSettings(
                "0.1.0",
                new ChartSettings.SidecarSettings(
                        "registry.example.org/sidecar:0.1.0",
                        "IfNotPresent",
                        List.of(),
                        "50m",
                        "96Mi",
                        SidecarLog.ordinary()),
                new ChartSettings.Issuer("https://issuer.aws.svc", "bundle"),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Delivery.Endpoint,
                Startup.WaitForCredentials,
                null);
        return new Injector(chart, new Random(1))
                .inject(new Candidate(
                        "shop",
                        new PodView(pod),
                        Map.of(),
                        List.of(new BoundRole("reader", "reader", true, true, null, null))))
                .pod();
    }
}
