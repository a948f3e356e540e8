package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.plugin.Main;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** kubectl rolesanywhere with the installed chart and cluster-admin's kubeconfig. */
@NeedsCluster
@InTurn
class PluginE2E {
    private static final String IMAGE = Installation.PYTHON_IMAGE;

    @Test
    void check_reaches_the_webhook_as_the_api_server_does_and_finds_the_leader() {
        Workload shop = Workload.namespace("plugin-check").bind("plugin-check");
        await("the dry run of a pod is injected").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        verdicts(run("check", "-n", shop.namespace(), "-o", "json")))
                .containsEntry("API version", "Good")
                .containsEntry("ValidatingAdmissionPolicy", "Good")
                .containsEntry("CRDs", "Good")
                .containsEntry("leader", "Good")
                .containsEntry("rights to read", "Good")
                .containsEntry("certificate authority of the webhook", "Good")
                .containsEntry("certificate authority of the issuing endpoint", "Good")
                .containsEntry("trust anchor default", "Good")
                .containsEntry("role plugin-check", "Good")
                .containsEntry("webhook, tested with a dry-run pod", "Good"));
    }

    @Test
    void check_pre_finds_the_charts_requirements() {
        Installation.get();
        assertThat(verdicts(run("check", "--pre", "-o", "json")))
                .containsEntry("rights to install", "Good")
                .containsEntry("CRDs of an earlier installation", "Good");
    }

    @Test
    void status_of_a_served_pod_has_no_advice_and_whoami_names_its_role() {
        Workload shop = Workload.namespace("plugin-served").bind("plugin-served");
        shop.create(shop.pod("app", container("app", IMAGE).build()));
        shop.awaitLog("app", "app", "python arn:aws:sts::111122223333:assumed-role/plugin-served/");
        await("the operator has written what AWS said").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        verdicts(run("status", "pod/app", "-n", shop.namespace(), "-o", "json")))
                .containsEntry("sidecar aws-credentials", "Good")
                .containsEntry("role plugin-served, session exchange with AWS as reported by pods", "Good")
                .doesNotContainValue("Bad"));
        assertThat(run("whoami", "app", "-n", shop.namespace()).out())
                .contains("arn:aws:iam::111122223333:role/plugin-served");
        shop.end();
    }

    @Test
    void status_of_a_pod_older_than_its_binding_advises_to_recreate_it() {
        Workload shop = Workload.namespace("plugin-older");
        shop.create(shop.pod("app", container("app", IMAGE).withCommand("true").build()));
        shop.bind("plugin-older");
        Run status = run("status", "app", "-n", shop.namespace());
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out().lines().toList().getLast()).startsWith("Do this first (injected):");
    }

    @Test
    void scan_finds_keys_and_prints_no_secret_key() {
        Workload shop = Workload.namespace("plugin-scan");
        String secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        Installation.get()
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(shop.namespace())
                        .withName("keys")
                        .endMetadata()
                        .withStringData(
                                Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", secret))
                        .build())
                .create();
        shop.create(shop.pod(
                        "app",
                        container("app", IMAGE)
                                .withCommand("true")
                                .addNewEnvFrom()
                                .withNewSecretRef("keys", false)
                                .endEnvFrom()
                                .build())
                .editMetadata()
                .addToAnnotations(Annotations.INJECT, "false")
                .endMetadata());
        for (String format : new String[] {"text", "json"}) {
            Run scan = run("scan", "-n", shop.namespace(), "--exit-code", "-o", format);
            assertThat(scan.code()).isEqualTo(1);
            assertThat(scan.out())
                    .contains("StaticKeyByEnv", "envFrom Secret/keys", "SecretWithKeys", "AKIAIOSFODNN7EXAMPLE")
                    .doesNotContain(secret);
        }
    }

    @Test
    void roles_who_can_and_trust_policy_show_a_role_that_is_bound() {
        Workload shop = Workload.namespace("plugin-role").bind("plugin-role");
        await("the trust policy").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        run("trust-policy", "plugin-role").out())
                .isEqualToIgnoringWhitespace(Installation.get()
                        .client()
                        .resources(AWSRole.class)
                        .withName("plugin-role")
                        .require()
                        .getStatus()
                        .trustPolicy()));
        assertThat(run("roles", "-n", shop.namespace()).out())
                .containsPattern("plugin-role +\\S+ +\\S+ +app +yes +arn:aws:iam::111122223333:role/plugin-role");
        assertThat(run("who-can", "plugin-role").out())
                .containsPattern("plugin-role +app +plugin-role")
                .contains("Allowed to bind the role, by RBAC:", "system:masters");
        shop.end();
    }

    @Test
    void rotate_and_activate_change_only_with_yes_and_terraform_prints_the_ca() {
        TrustAnchors anchors = new TrustAnchors();
        anchors.selfSigned("plugin-words");
        try {
            await("a CA").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                            run("terraform", "plugin-words").out())
                    .contains("BEGIN CERTIFICATE"));
            assertThat(run("rotate", "plugin-words").out())
                    .startsWith("would do: kubectl annotate awsta plugin-words rolesanywhere.dev/rotate=");
            assertThat(words()).doesNotContainKey(Annotations.ROTATE);
            Run activate = run("activate", "plugin-words", "--yes");
            assertThat(activate.code()).isEqualTo(1);
            assertThat(activate.err()).contains("AWSTrustAnchor plugin-words has no CA in state Next");
            assertThat(run("rotate", "plugin-words", "--yes").out()).startsWith("done: kubectl annotate");
            assertThat(words()).containsKey(Annotations.ROTATE);
        } finally {
            anchors.delete("plugin-words");
        }
    }

    private static Map<String, String> words() {
        return Objects.requireNonNullElse(
                Installation.get()
                        .client()
                        .resources(AWSTrustAnchor.class)
                        .withName("plugin-words")
                        .require()
                        .getMetadata()
                        .getAnnotations(),
                Map.of());
    }

    @Test
    void a_missing_pod_is_a_usage_error_with_the_command_to_list_pods() {
        Installation.get();
        Run status = run("status", "nobody", "-n", "default");
        assertThat(status.code()).isEqualTo(2);
        assertThat(status.err()).contains("kubectl get pods -n default");
    }

    private record Run(int code, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--kubeconfig",
                                Installation.get().cluster().kubeConfig().toString()))
                .toArray(String[]::new);
        int code = Main.run(Clock.systemUTC(), new PrintWriter(out), new PrintWriter(err), false, all);
        return new Run(code, out.toString(), err.toString());
    }

    private static Map<String, String> verdicts(Run run) {
        assertThat(run.err()).isEmpty();
        try {
            return new ObjectMapper()
                    .readTree(run.out())
                    .get("facts")
                    .valueStream()
                    .collect(Collectors.toMap(
                            (JsonNode fact) -> fact.get("name").asText(),
                            fact -> fact.get("verdict").asText(),
                            (first, second) -> first));
        } catch (JsonProcessingException e) {
            throw new AssertionError(run.out(), e);
        }
    }
}
