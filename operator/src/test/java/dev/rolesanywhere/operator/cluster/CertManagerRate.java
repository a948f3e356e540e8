package dev.rolesanywhere.operator.cluster;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.authorities.certmanager.CertManagerIssuer;
import dev.rolesanywhere.authorities.certmanager.IssuerReference;
import dev.rolesanywhere.operator.external.KubernetesLeafRequests;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Leaves a second of cert-manager's own controller with a CA issuer, and their 99th percentile, on a real API server. {@code mvn -pl
 * operator -am verify -Dit.test=CertManagerRate}, with CERT_MANAGER_CONTROLLER; by its name it is no part of the build.
 */
@NeedsApiServer
class CertManagerRate {
    private static final String SYSTEM = "certman-rate";
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void measure() throws Exception {
        try (CertManagerStage stage = new CertManagerStage(SYSTEM)) {
            stage.define("certificaterequests");
            stage.define("other-kinds");
            stage.authoritySecret();
            stage.issuer();
            try (CertManagerController controller = CertManagerController.start(ApiServer.shared(), SYSTEM)) {
                measure(authority(stage));
            }
        }
    }

    private static CertificateAuthority authority(CertManagerStage stage) {
        IssuerReference issuer = new IssuerReference(CertManagerStage.ISSUER, "Issuer", IssuerReference.OWN_GROUP);
        var owner = new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Namespace")
                .withName(SYSTEM)
                .withUid(stage.client
                        .namespaces()
                        .withName(SYSTEM)
                        .require()
                        .getMetadata()
                        .getUid())
                .build();
        return ((LoadedAuthority.Usable) new CertManagerIssuer(
                                new KubernetesLeafRequests(stage.client, SYSTEM, owner, issuer),
                                new CertificateAuthorityLoader(Clock.systemUTC(), RANDOM),
                                SYSTEM,
                                issuer,
                                Clock.systemUTC())
                        .load(CertificatePem.encode(stage.authority.certificate())))
                .authority();
    }

    private static void measure(CertificateAuthority authority) throws Exception {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> authority.issue(template()) != null);
        for (int i = 0; i < WARM_UP; i++) {
            authority.issue(template());
        }
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            LeafTemplate template = template();
            long start = System.nanoTime();
            authority.issue(template);
            nanos[i] = System.nanoTime() - start;
        }
        double second = ROUNDS * 1e9 / Arrays.stream(nanos).sum();
        Arrays.sort(nanos);
        System.out.printf(
                "%-28s %8.1f/s  p50 %7.2f ms  p99 %7.2f ms%n",
                "certManager (CA issuer)", second, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6);
    }

    private static LeafTemplate template() throws Exception {
        KeyPair keys = KeySpec.P256.generate(RANDOM);
        WorkloadIdentity orders = new WorkloadIdentity("certman.example.org", "shop", "orders");
        byte[] request = CertManagerStage.named(keys, LeafNames.of(orders, "reader"));
        return new LeafTemplate(
                orders,
                "reader",
                new CertificateRequest.Proven(keys.getPublic(), request),
                Validity.starting(Clock.systemUTC().instant(), Duration.ofHours(1)));
    }
}
