package dev.rolesanywhere.operator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.PodCertificates;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PodCertificateRequests on a real API server, which validates each answer. The test simulates the kubelet: a scenario
 * of the cluster has a real one. Two operators with separate Leases are active at the same time in all tests.
 */
@NeedsApiServer
@NeedsPodCertificates
class PodCertificatesIT {
    private static final String SYSTEM = "pod-certificates";
    private static final String ANCHOR = "pods";
    private static final long A_DAY = 86_400;
    private static final int PSS_SALT_OF_GO = 3072 / 8 - 32 - 2;
    private static KubernetesClient client;
    private static OperatorProcess left;
    private static OperatorProcess right;

    @BeforeAll
    static void start() {
        ApiServer server = ApiServer.shared();
        client = server.client();
        server.namespace(SYSTEM);
        left = OperatorProcess.signingPodCertificates(server, SYSTEM, "pods-left", "pods-left-0");
        right = OperatorProcess.signingPodCertificates(server, SYSTEM, "pods-right", "pods-right-0");
        client.resource(Manifests.trustAnchor(ANCHOR)).serverSideApply();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.secrets()
                                .inNamespace(SYSTEM)
                                .withName("awsta-" + ANCHOR + "-ca")
                                .get()
                        != null);
        client.resources(AWSTrustAnchor.class)
                .withName(ANCHOR)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Manifests.registered());
    }

    @AfterAll
    static void stop() throws Exception {
        left.close();
        right.close();
    }

    @ParameterizedTest
    @CsvSource({"EC, secp256r1, 3600", "EC, secp384r1, 86400", "RSA, 3072, 5000"})
    void a_bound_pod_gets_a_leaf_with_the_names_of_the_issuing_endpoint(String type, String size, long longest)
            throws Exception {
        String name = "pcr-" + size;
        bound(name);
        KeyPair keys = keys(type, size);

        request(name, "one", keys, Map.of(), longest);

        eventually(() -> assertThat(condition(name, "one")).isEqualTo("Issued Issued"));
        X509Certificate leaf = chain(name, "one").getFirst();
        assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(leaf.getSubjectX500Principal().getName())
                .isEqualTo("CN=orders@%s,OU=%s,O=pods.example.org".formatted(name, name));
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://pods.example.org/ns/%s/sa/orders".formatted(name)));
        assertThatCode(verifies(leaf)).doesNotThrowAnyException();
        assertThat(Duration.between(time(name, "notBefore"), time(name, "notAfter")))
                .isBetween(Duration.ofHours(1), Duration.ofSeconds(longest));
        assertThat(time(name, "beginRefreshAt"))
                .isBetween(
                        time(name, "notBefore").plusSeconds(600),
                        time(name, "notAfter").minusSeconds(600));
    }

    @Test
    void a_request_without_a_binding_waits_with_a_reason_until_the_binding_exists() throws Exception {
        pod("unbound");
        request("unbound", "one", keys("EC", "secp256r1"), Map.of(), A_DAY);
        eventually(() -> assertThat(events("unbound"))
                .filteredOn(event -> event.getReason().equals("RoleNotBound"))
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("orders-1");
                    assertThat(event.getMessage()).contains("ServiceAccount 'orders'", "Create one");
                }));
        assertThat(condition("unbound", "one")).isEqualTo("none");

        client.resource(Manifests.role("unbound", ANCHOR)).create();
        client.resource(Manifests.binding("unbound", "unbound", "orders")).create();
        eventually(() -> assertThat(condition("unbound", "one")).isEqualTo("Issued Issued"));
    }

    @Test
    void a_request_chooses_one_of_several_bound_roles() throws Exception {
        bound("several");
        client.resource(Manifests.role("several-other", ANCHOR)).create();
        client.resource(Manifests.binding("several", "several-other", "orders")).create();

        request("several", "named", keys("EC", "secp256r1"), Map.of(Annotations.ROLE, "several-other"), A_DAY);
        request("several", "unnamed", keys("EC", "secp256r1"), Map.of(), A_DAY);
        request("several", "foreign", keys("EC", "secp256r1"), Map.of(Annotations.ROLE, "unbound"), A_DAY);

        eventually(() -> {
            assertThat(condition("several", "named")).isEqualTo("Issued Issued");
            assertThat(chain("several", "named")
                            .getFirst()
                            .getSubjectX500Principal()
                            .getName())
                    .contains("OU=several-other");
            assertThat(events("several")).extracting(Event::getReason).contains("RoleNotChosen", "RoleNotBound");
        });
        assertThat(condition("several", "unnamed")).isEqualTo("none");
        assertThat(condition("several", "foreign")).isEqualTo("none");
    }

    @Test
    void only_unknown_annotations_and_unsupported_key_types_are_denied() throws Exception {
        bound("denied");
        request("denied", "annotation", keys("EC", "secp256r1"), Map.of("example.org/profile", "x"), A_DAY);
        request("denied", "key", keys("Ed25519", ""), Map.of(), A_DAY);
        request("denied", "elsewhere", "another-node", keys("EC", "secp256r1"), Map.of(), A_DAY);

        eventually(() -> {
            assertThat(condition("denied", "annotation")).isEqualTo("Denied AnnotationUnknown");
            assertThat(condition("denied", "key")).isEqualTo("Denied UnsupportedKeyType");
            assertThat(events("denied")).extracting(Event::getReason).contains("PodOnAnotherNode");
        });
        assertThat(message("denied", "key")).contains("Ed25519", "keyType", "ECDSAP256");
        assertThat(message("denied", "annotation")).contains("'example.org/profile'", "'rolesanywhere.dev/role'");
        assertThat(condition("denied", "elsewhere")).isEqualTo("none");
    }

    private static void bound(String name) {
        pod(name);
        client.resource(Manifests.role(name, ANCHOR)).create();
        client.resource(Manifests.binding(name, name, "orders")).create();
    }

    private static void pod(String namespace) {
        ApiServer.shared().namespace(namespace);
        ApiServer.shared().serviceAccount(namespace, "orders");
        ApiServer.shared().podOnTheNode(namespace, "orders-1", "orders");
    }

    private static KeyPair keys(String type, String size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        switch (type) {
            case "EC" -> generator.initialize(new ECGenParameterSpec(size));
            case "RSA" -> generator.initialize(Integer.parseInt(size));
            default -> {}
        }
        return generator.generateKeyPair();
    }

    private static byte[] proof(KeyPair keys, String podUid) throws Exception {
        Signature signature =
                switch (keys.getPublic().getAlgorithm()) {
                    case "EC" -> Signature.getInstance("SHA256withECDSA");
                    case "RSA" -> {
                        Signature pss = Signature.getInstance("RSASSA-PSS");
                        pss.setParameter(
                                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSS_SALT_OF_GO, 1));
                        yield pss;
                    }
                    default -> Signature.getInstance("Ed25519");
                };
        signature.initSign(keys.getPrivate());
        signature.update(podUid.getBytes(UTF_8));
        return signature.sign();
    }

    private static void request(
            String namespace, String name, KeyPair keys, Map<String, String> annotations, long longest)
            throws Exception {
        request(namespace, name, ApiServer.shared().node(), keys, annotations, longest);
    }

    /** As a node's kubelet writes it. */
    private static void request(
            String namespace, String name, String node, KeyPair keys, Map<String, String> annotations, long longest)
            throws Exception {
        String podUid = client.pods()
                .inNamespace(namespace)
                .withName("orders-1")
                .require()
                .getMetadata()
                .getUid();
        PublicKey key = keys.getPublic();
        GenericKubernetesResource request = new GenericKubernetesResource();
        request.setApiVersion(PodCertificates.API_GROUP + "/v1beta1");
        request.setKind(PodCertificates.KIND);
        request.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        request.setAdditionalProperty(
                "spec",
                Map.ofEntries(
                        Map.entry("signerName", PodCertificates.SIGNER),
                        Map.entry("podName", "orders-1"),
                        Map.entry("podUID", podUid),
                        Map.entry("serviceAccountName", "orders"),
                        Map.entry(
                                "serviceAccountUID",
                                client.serviceAccounts()
                                        .inNamespace(namespace)
                                        .withName("orders")
                                        .require()
                                        .getMetadata()
                                        .getUid()),
                        Map.entry("nodeName", node),
                        Map.entry("nodeUID", "any"),
                        Map.entry("maxExpirationSeconds", longest),
                        Map.entry("unverifiedUserAnnotations", annotations),
                        Map.entry("pkixPublicKey", Base64.getEncoder().encodeToString(key.getEncoded())),
                        Map.entry("proofOfPossession", Base64.getEncoder().encodeToString(proof(keys, podUid)))));
        client.resource(request).create();
    }

    private static GenericKubernetesResource read(String namespace, String name) {
        return client.genericKubernetesResources(PodCertificates.API_GROUP + "/v1beta1", PodCertificates.KIND)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    private static String condition(String namespace, String name) {
        return read(namespace, name).get("status", "conditions", 0) instanceof Map<?, ?> condition
                ? condition.get("type") + " " + condition.get("reason")
                : "none";
    }

    private static String message(String namespace, String name) {
        return Objects.requireNonNull(read(namespace, name).get("status", "conditions", 0, "message"))
                .toString();
    }

    private static List<X509Certificate> chain(String namespace, String name) throws Exception {
        return CertificatePem.decode(
                Objects.requireNonNull(read(namespace, name).get("status", "certificateChain"))
                        .toString()
                        .getBytes(UTF_8));
    }

    private static Instant time(String namespace, String member) {
        return Instant.parse(Objects.requireNonNull(read(namespace, "one").get("status", member))
                .toString());
    }

    private static ThrowingCallable verifies(X509Certificate leaf) {
        return () -> leaf.verify(CertificatePem.decode(client.resources(AWSTrustAnchor.class)
                        .withName(ANCHOR)
                        .require()
                        .getStatus()
                        .caBundle()
                        .getBytes(UTF_8))
                .getFirst()
                .getPublicKey());
    }

    private static List<Event> events(String namespace) {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(assertion);
    }
}
