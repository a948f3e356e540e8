package dev.rolesanywhere.operator.trustanchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.ManagedReport;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The CA in the status of a trust anchor. {@link TrustAnchorFindingsTest} has its conditions. */
class TrustAnchorDecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final PublishedAuthorities PUBLISHED =
            new PublishedAuthorities("the bundle", "2027-01-02T03:04:05Z", List.of());

    @Test
    void a_ca_is_published_with_its_end_and_its_config_map() {
        AWSTrustAnchorStatus status = decide(PUBLISHED, null, null);

        assertThat(status.caBundle()).isEqualTo("the bundle");
        assertThat(status.expires()).isEqualTo("2027-01-02T03:04:05Z");
        assertThat(status.authorities()).isEmpty();
        assertThat(status.configMap()).contains("default");
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.roles()).isEqualTo(3);
        assertThat(status.certificateAuthority()).isEqualTo("selfSigned");
        assertThat(status.conditions()).isNotEmpty();
    }

    @Test
    void a_lost_ca_stays_recorded_so_that_it_is_not_taken_for_a_first_one() {
        AWSTrustAnchorStatus before = decide(PUBLISHED, null, null);

        assertThat(decide(null, before, null)).isEqualTo(before);
    }

    @Test
    void before_the_first_ca_nothing_is_recorded() {
        AWSTrustAnchorStatus status = decide(null, null, null);

        assertThat(status.caBundle()).isNull();
        assertThat(status.expires()).isNull();
        assertThat(status.authorities()).isNull();
        assertThat(status.configMap()).isNull();
        assertThat(status.roles()).isEqualTo(3);
    }

    @Test
    void an_intermediate_shows_the_csr_for_the_users_ca() {
        assertThat(decide(PUBLISHED, null, "the request").certificateSigningRequest())
                .isEqualTo("the request");
        assertThat(decide(null, null, "the request").certificateSigningRequest())
                .isEqualTo("the request");
        assertThat(decide(PUBLISHED, null, null).certificateSigningRequest()).isNull();
    }

    @Test
    void the_summary_of_an_unusable_ca_is_the_reason_of_the_ca() {
        assertThat(decide(PUBLISHED, null, null).summary()).isEqualTo("KeyLost");
    }

    @Test
    void the_summary_of_a_usable_ca_is_the_reason_of_ready() {
        var keys = KeySpec.P256.generate(new SecureRandom());
        X509Certificate certificate = CertificateDraft.selfSignedAuthority(
                        new X500Name("O=Acme"),
                        keys.getPublic(),
                        Validity.starting(NOW, Duration.ofDays(1)),
                        new SecureRandom())
                .sign(keys.getPrivate(), new SecureRandom());
        var elsewhere = new AuthorityState.IssuedElsewhere(List.of(certificate), Reason.Loaded, "loaded");

        assertThat(decide(elsewhere, null, PUBLISHED, null, null).summary()).isEqualTo("IssuedElsewhere");
        assertThat(decide(elsewhere, "the proxy is not allowed", PUBLISHED, null, null)
                        .summary())
                .isEqualTo("EgressNotAllowed");
    }

    private static AWSTrustAnchorStatus decide(
            @Nullable PublishedAuthorities published, @Nullable AWSTrustAnchorStatus before, @Nullable String request) {
        return decide(new AuthorityState.Unusable(Reason.KeyLost, "lost"), null, published, before, request);
    }

    private static AWSTrustAnchorStatus decide(
            AuthorityState authority,
            @Nullable String wayRefused,
            @Nullable PublishedAuthorities published,
            @Nullable AWSTrustAnchorStatus before,
            @Nullable String request) {
        return TrustAnchorDecision.decide(
                new TrustAnchorFacts(
                        "default",
                        List.of(),
                        authority,
                        Optional.empty(),
                        Optional.ofNullable(published),
                        Duration.ofHours(1),
                        ManagedReport.NOTHING,
                        3,
                        ReportedOutcomes.NOTHING,
                        Optional.empty(),
                        before,
                        NOW,
                        wayRefused,
                        "",
                        request),
                7L,
                "selfSigned");
    }
}
