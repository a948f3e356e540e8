package dev.rolesanywhere.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.Intermediate;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.rotation.TrustProof;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An intermediate whose certificate openssl signs: by CSR, with what administrators get wrong, and again before its end. */
class IntermediateTest {
    private static final String KEY = "awsta-default-request";

    /** openssl writes the time of this machine. */
    private final RotationStage stage = new RotationStage(
            new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1))),
            new InMemoryAuthorityStore(),
            new AWSTrustAnchor(),
            new TestInventory(),
            null,
            ExternalAuthorities.none());

    @TempDir
    Path folder;

    private OpenSsl company;
    private String root;

    @BeforeEach
    void a_root_of_the_company() {
        stage.anchor.setMetadata(
                new ObjectMetaBuilder().withName("default").withUid("one").build());
        company = new OpenSsl(folder);
        root = company.root("root");
    }

    @Test
    void the_csr_in_the_status_requests_a_ca_of_this_trust_domain() {
        certificate(null);

        assertThat(ready().reason()).isEqualTo("AwaitsCertificate");
        assertThat(ready().message()).contains("{.status.certificateSigningRequest}");
        assertThat(company.describe(request()))
                .contains("verify OK", "O = prod-1.example.org", "CA:TRUE, pathlen:0", "Certificate Sign");
    }

    @Test
    void the_csr_and_its_key_are_created_once() {
        certificate(null);
        String first = request();

        assertThat(request()).isEqualTo(first);
        assertThat(stage.reconciled().anchor.getStatus().certificateSigningRequest())
                .isEqualTo(first);
        assertThat(first).doesNotContain("PRIVATE");
    }

    @Test
    void with_its_root_the_root_is_registered_in_aws() {
        certificate(null);

        certificate(company.sign("root", request()) + root);

        assertThat(ready().reason()).isEqualTo("Loaded");
        assertThat(stage.anchor.getStatus().caBundle().strip()).isEqualTo(root.strip());
    }

    @Test
    void without_its_root_the_intermediate_is_registered_in_aws() {
        certificate(null);
        String signed = company.sign("root", request());

        certificate(signed);

        assertThat(ready().reason()).isEqualTo("Loaded");
        assertThat(stage.anchor.getStatus().caBundle().strip()).isEqualTo(signed.strip());
    }

    @Test
    void a_certificate_of_another_key_is_refused() {
        certificate(null);

        certificate(root);

        assertThat(ready().reason()).isEqualTo("KeyMismatch");
        assertThat(ready().message()).contains("spec.certificateAuthority.intermediate.certificate");
    }

    @Test
    void a_certificate_that_is_not_a_ca_is_rejected() {
        certificate(null);

        certificate(company.sign("root", request(), List.of("basicConstraints=critical,CA:FALSE")));

        assertThat(ready().reason()).isEqualTo("NotACA");
    }

    @Test
    void a_ca_that_may_sign_no_certificates_is_refused() {
        certificate(null);

        certificate(company.sign(
                "root",
                request(),
                List.of("basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=critical,digitalSignature")));

        assertThat(ready().reason()).isEqualTo("NotACA");
    }

    @Test
    void a_root_that_did_not_sign_the_intermediate_is_rejected() {
        certificate(null);
        String other = company.root("other");

        certificate(company.sign("root", request()) + other);

        assertThat(ready().reason()).isEqualTo("ChainIncomplete");
    }

    @Test
    void a_renewed_certificate_for_the_same_csr_is_used_immediately() {
        certificate(null);
        certificate(company.sign("root", request()));
        String first = stage.active();

        certificate(company.sign("root", request()));

        assertThat(stage.active()).isNotEqualTo(first);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("Renewed");
    }

    @Test
    void deleting_the_secret_requests_a_new_key_and_the_old_key_signs_until_aws_trusts_the_new_one() {
        certificate(null);
        certificate(company.sign("root", request()));
        String first = stage.active();
        String old = request();
        stage.store.secrets.remove(KEY);
        stage.reconciled();
        assertThat(request()).isNotEqualTo(old);
        assertThat(stage.active()).isEqualTo(first);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("SourceUnfit");
        stage.aws = new TrustProof.NotYet("it does not contain it.");

        certificate(company.sign("root", request()));

        assertThat(stage.states()).containsExactly(State.Active, State.Next);
        assertThat(stage.active()).isEqualTo(first);
        stage.aws = new TrustProof.Trusted();
        stage.reconciled();
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.reconciled().active()).isNotEqualTo(first);
    }

    @Test
    void a_self_signed_ca_signs_until_the_certificate_exists() {
        stage.authority(new CertificateAuthoritySpec(new SelfSigned(null, null), null));
        String first = stage.reconciled().active();

        certificate(null);

        assertThat(stage.active()).isEqualTo(first);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("SourceUnfit");
        assertThat(stage.condition("Rotation").message()).contains("status.certificateSigningRequest");
        certificate(company.sign("root", request()));
        assertThat(stage.states()).containsExactly(State.Active, State.Next);
    }

    private void certificate(@Nullable String pem) {
        stage.authority(new CertificateAuthoritySpec(new Intermediate(null, pem)));
        stage.reconciled();
    }

    private String request() {
        return Objects.requireNonNull(stage.anchor.getStatus().certificateSigningRequest());
    }

    private Condition ready() {
        return stage.condition("CertificateAuthorityReady");
    }
}
