package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example with SPIRE on a cluster, from the trust bundle to credentials. Two parts are not SPIRE's: {@link ExternalIssuer} creates the certificates, and in place of
 * spiffe-helper a shell in the same native sidecar copies them from a Secret into the volume, with the same file names and modes.
 */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExternalCertificatesE2E {
    private static final String EXAMPLE = "examples/external-certificates/spire.yaml";
    private static final String NAMESPACE = "external-files";
    private static final String ANCHOR = "spire";
    private static final String ROLE = "spire-orders-reader";
    private static final String SPIFFE_ID = "spiffe://example.org/ns/" + NAMESPACE + "/sa/spire-orders";
    private static final String ID = "eeee0001-89ab-cdef-0123-456789abcdef";
    private static final String SECRET = "issued";
    private static final String COPY =
            "umask 027; while true; do for f in tls.key tls.crt; do cp /spiffe/$f /svid/$f.new && mv /svid/$f.new /svid/$f; done; sleep 1; done";

    private static final String REGISTERED = """
          trustDomain: example.org
          aws: {endpoint: "%s"}
          registrations:
          - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/%s
            profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee
        """.formatted(Emulator.URL, ID);

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private final TrustAnchors anchors = new TrustAnchors();
    private final Workload shop = Workload.namespace(NAMESPACE);

    private Path folder;
    private ExternalIssuer issuer;

    @BeforeAll
    void the_example_is_applied(@TempDir Path certificates) throws Exception {
        folder = certificates;
        issuer = ExternalIssuer.in(folder.resolve("first"));
        bundle(issuer.root());
        issue(issuer.certificate(SPIFFE_ID));
        for (HasMetadata object : client.load(
                        new ByteArrayInputStream(runnable().getBytes(StandardCharsets.UTF_8)))
                .items()) {
            client.resource(object).forceConflicts().serverSideApply();
            if (object.getKind().equals("AWSRoleBinding")) {
                // The trust policy names the SPIFFE IDs of bound ServiceAccounts, so there is none before.
                installation.emulator().createRole(ROLE, trustPolicy());
                installation.emulator().registerTrustAnchor(ID, status().caBundle());
            }
        }
    }

    @AfterAll
    void end() {
        client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("spire-orders")
                .delete();
        shop.end();
        anchors.delete(ANCHOR);
    }

    @Order(1)
    @Test
    void the_files_of_another_component_give_credentials_and_only_the_sidecar_can_read_them() {
        Pod pod = awaitCredentials();

        assertThat(pod.getSpec().getInitContainers())
                .extracting(Container::getName)
                .containsExactly("spiffe-helper", Sidecar.CONTAINER);
        assertThat(pod.getSpec().getContainers())
                .flatExtracting(Container::getVolumeMounts)
                .extracting(VolumeMount::getName)
                .doesNotContain("svid");
        assertThat(installation.emulator().sessionsOf(ROLE)).isNotEmpty().allSatisfy(session -> assertThat(
                        session.at("/sessionTags/x509SAN~1URI").asText())
                .isEqualTo(SPIFFE_ID));
        assertThat(trustPolicy()).contains(SPIFFE_ID);
    }

    /** Like a rotation of SPIRE: both roots are in the bundle before the next root signs. */
    @Order(2)
    @Test
    void the_status_follows_the_trust_bundle_and_a_certificate_of_the_next_root_gives_credentials() throws Exception {
        int before = installation.emulator().sessionsOf(ROLE).size();
        ExternalIssuer next = ExternalIssuer.in(folder.resolve("next"));
        bundle(issuer.root() + next.root());
        await("the status has both roots").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(status().caBundle())
                .containsIgnoringWhitespaces(issuer.root())
                .containsIgnoringWhitespaces(next.root()));
        installation.emulator().registerTrustAnchor(ID, status().caBundle());

        issue(next.certificate(SPIFFE_ID));
        recreate();
        awaitCredentials();

        assertThat(installation.emulator().sessionsOf(ROLE)).hasSizeGreaterThan(before);
    }

    @Order(3)
    @Test
    void a_certificate_with_another_spiffe_id_is_named_with_its_owner_before_aws_is_called() throws Exception {
        int before = installation.emulator().sessionsOf(ROLE).size();
        issue(issuer.certificate("spiffe://example.org/ns/" + NAMESPACE + "/sa/another"));
        recreate();

        await("an Event of the pod names SPIFFE IDs and owner")
                .atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(client.v1()
                                .events()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems())
                        .anySatisfy(event -> {
                            assertThat(event.getReason()).isEqualTo("CertificateFilesInvalid");
                            assertThat(event.getMessage()).contains("/sa/another", SPIFFE_ID, "SPIRE must issue");
                        }));
        assertThat(installation.emulator().sessionsOf(ROLE)).hasSize(before);
    }

    private AWSTrustAnchorStatus status() {
        return await().atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(anchors.get(ANCHOR).getStatus())
                                .filter(status -> status.caBundle() != null),
                        Optional::isPresent)
                .orElseThrow();
    }

    private String trustPolicy() {
        return await("the trust policy of " + ROLE)
                .atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(ROLE)
                                        .require()
                                        .getStatus())
                                .map(AWSRoleStatus::trustPolicy),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The ConfigMap in the form that the notifier k8sbundle of SPIRE's server writes. */
    private void bundle(String pem) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("spire-bundle")
                        .withNamespace(Installation.NAMESPACE)
                        .endMetadata()
                        .withData(Map.of("bundle.crt", pem))
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    private void issue(Map<String, String> files) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(SECRET)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withStringData(files)
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    private void recreate() {
        String old = pod().getMetadata().getUid();
        client.resource(pod()).withGracePeriod(0).delete();
        await("the Deployment has another pod")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> !pod().getMetadata().getUid().equals(old));
    }

    private Pod awaitCredentials() {
        await("the application calls AWS")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> shop.log(pod().getMetadata().getName(), "app").contains(":assumed-role/" + ROLE + "/"));
        return pod();
    }

    private Pod pod() {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app", "spire-orders")
                .list()
                .getItems()
                .getLast();
    }

    private static String runnable() {
        return Examples.runnable(EXAMPLE)
                .replace("namespace: shop", "namespace: " + NAMESPACE)
                .replace("names: [shop]", "names: [" + NAMESPACE + "]")
                .replace("metadata: {name: shop}", "metadata: {name: " + NAMESPACE + "}")
                .replace("role/orders-reader", "role/" + ROLE)
                .replace("  trustDomain: example.org\n", REGISTERED)
                .replaceAll(
                        "( +)image: ghcr.io/spiffe/spiffe-helper:\\S+\n.*\n",
                        "$1image: " + Installation.PYTHON_IMAGE + "\n$1imagePullPolicy: Never\n$1command: [sh, -c, '"
                                + Matcher.quoteReplacement(COPY) + "']\n")
                .replace("csi: {driver: csi.spiffe.io, readOnly: true}", "secret: {secretName: " + SECRET + "}");
    }
}
