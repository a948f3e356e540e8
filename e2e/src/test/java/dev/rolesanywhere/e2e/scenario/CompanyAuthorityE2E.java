package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.plugin.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An intermediate by CSR: the operator's key, a certificate of the company's CA, the root or the intermediate in AWS, and its renewal. */
@InTurn
@NeedsCluster
class CompanyAuthorityE2E {
    private final Installation installation = Installation.get();
    private final TrustAnchors anchors = new TrustAnchors();

    @TempDir
    private Path offline;

    private CompanyAuthority company;
    private Workload shop;

    @BeforeEach
    void a_root_of_the_company() throws Exception {
        company = CompanyAuthority.in(offline);
    }

    @AfterEach
    void end() {
        shop.end();
    }

    @Test
    void with_the_root_in_aws_a_renewed_intermediate_needs_no_change_in_aws() throws Exception {
        var anchor = new Anchor("company-root", "aaaa0001-89ab-cdef-0123-456789abcdef");
        String csr = anchor.awaitRequest();
        assertThat(plugin("csr", anchor.name)).isEqualToIgnoringWhitespace(csr);

        anchor.write(company.sign(csr) + company.root());
        anchors.awaitReady(anchor.name);
        assertThat(anchor.bundle()).isEqualToIgnoringWhitespace(company.root());
        installation.emulator().registerTrustAnchor(anchor.id, anchor.bundle());
        shop = Workload.namespace(anchor.name).bindOf(anchor.name, anchor.name);
        awaitCredentials(anchor.name, "first");

        String before = anchor.expires();
        anchor.write(company.sign(csr) + company.root());
        anchor.awaitAnotherThan(before);
        assertThat(anchor.bundle()).isEqualToIgnoringWhitespace(company.root());
        awaitCredentials(anchor.name, "renewed");
    }

    @Test
    void with_the_intermediate_in_aws_the_root_is_not_trusted_and_a_renewal_is_registered_first() throws Exception {
        var anchor = new Anchor("company-alone", "aaaa0002-89ab-cdef-0123-456789abcdef");
        String csr = anchor.awaitRequest();

        String signed = company.sign(csr);
        anchor.write(signed);
        anchors.awaitReady(anchor.name);
        assertThat(anchor.bundle()).isEqualToIgnoringWhitespace(signed);
        installation.emulator().registerTrustAnchor(anchor.id, anchor.bundle());
        shop = Workload.namespace(anchor.name).bindOf(anchor.name, anchor.name);
        awaitCredentials(anchor.name, "first");

        String before = anchor.expires();
        String renewed = company.sign(csr);
        installation.emulator().registerTrustAnchor(anchor.id, signed + renewed);
        anchor.write(renewed);
        anchor.awaitAnotherThan(before);
        awaitCredentials(anchor.name, "renewed");
    }

    private void awaitCredentials(String role, String pod) {
        shop.create(shop.pod(pod, container("app", Installation.PYTHON_IMAGE).build()));
        shop.awaitLog(pod, "app", "assumed-role/" + role + "/");
    }

    private String plugin(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--kubeconfig",
                                installation.cluster().kubeConfig().toString()))
                .toArray(String[]::new);
        assertThat(Main.run(Clock.systemUTC(), new PrintWriter(out), new PrintWriter(err), false, all))
                .as(err.toString())
                .isZero();
        return out.toString();
    }

    /** One AWSTrustAnchor, as its owner writes and reads it. */
    private final class Anchor {
        private final String name;
        private final String id;

        Anchor(String name, String id) {
            this.name = name;
            this.id = id;
            write("");
        }

        /** @param certificate none where empty */
        void write(String certificate) {
            Manifests.apply(
                    installation.client(),
                    "trustanchor-intermediate.yaml",
                    "NAME",
                    name,
                    "ID",
                    id,
                    "CERTIFICATE",
                    certificate.isEmpty() ? "" : "certificate: \"" + certificate.replace("\n", "\\n") + "\"");
        }

        String awaitRequest() {
            anchors.awaitAuthority(name, "AwaitsCertificate");
            return Objects.requireNonNull(anchors.get(name).getStatus().certificateSigningRequest());
        }

        String bundle() {
            return Objects.requireNonNull(anchors.get(name).getStatus().caBundle());
        }

        /** The end of the path that signs now; with the root in AWS, the status has the fingerprint of the root alone. */
        String expires() {
            return Objects.requireNonNull(anchors.get(name).getStatus().expires());
        }

        void awaitAnotherThan(String expires) {
            await("another certificate signs for " + name)
                    .atMost(Cluster.PATIENCE)
                    .until(() -> !expires().equals(expires));
        }
    }
}
