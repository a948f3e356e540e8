package dev.rolesanywhere.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationProbeTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final CertificateAuthority authority = authority(1);
    private TrustProof answer = new TrustProof.Trusted();
    private int asked;
    private final RegistrationProbe probe = new RegistrationProbe(
            (anchor, ca) -> {
                asked++;
                return answer;
            },
            clock);

    @Test
    void continuous_reports_of_pods_cause_at_most_one_call_of_aws_per_minute() {
        for (int second = 0; second < 3600; second++) {
            probe.ask(anchor("{selfSigned: {}}"), authority, second % 2 == 0);
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(asked).isBetween(2, 61);
    }

    @Test
    void an_undisputed_answer_is_kept_for_ten_minutes() {
        for (int minute = 0; minute < 10; minute++) {
            probe.ask(anchor("{selfSigned: {}}"), authority, false);
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void a_certificate_that_costs_money_is_ordered_at_most_once_an_hour() {
        for (int minute = 0; minute < 600; minute++) {
            probe.ask(
                    anchor("{acmPca: {certificateAuthorityARN:"
                            + " 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/x'}}"),
                    authority,
                    true);
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(asked).isEqualTo(10);
    }

    @Test
    void another_ca_is_checked_immediately() {
        probe.ask(anchor("{selfSigned: {}}"), authority, false);
        answer = new TrustProof.NotYet("trust anchor x does not contain it.");

        assertThat(probe.ask(anchor("{selfSigned: {}}"), authority(2), false)).isEqualTo(answer);
    }

    /** The authority is only read, and never signs. */
    private CertificateAuthority authority(int number) {
        X509Certificate certificate = new SelfSignedAuthorities(clock, new SecureRandom())
                .generate("prod-1.example.org", number, KeySpec.P256, Duration.ofDays(100))
                .certificate();
        return new CertificateAuthority() {
            @Override
            public List<X509Certificate> path() {
                return List.of(certificate);
            }

            @Override
            public X509Certificate issue(LeafTemplate template) {
                throw new UnsupportedOperationException("the probe of this test asks nobody");
            }
        };
    }

    private static AWSTrustAnchor anchor(String certificateAuthority) {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(Serialization.unmarshal("""
            trustDomain: prod-1.example.org
            certificateAuthority: %s
            """.formatted(certificateAuthority), AWSTrustAnchorSpec.class));
        return anchor;
    }
}
