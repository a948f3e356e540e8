package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static dev.rolesanywhere.pki.TestCertificate.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Limits of an authority outside this process, and the number of waiting requests. */
class CheckedAuthorityTest {
    private static final KeyPair KEY = ec("secp256r1");
    private static final TestCertificate CA = TestCertificate.named("ca").make();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKeyAuthority GOOD = new SigningKeyAuthority(
            List.of(CA.certificate()),
            new KeyInMemory(CA.certificate().getPublicKey(), CA.keys().getPrivate(), RANDOM),
            RANDOM);
    private static final LeafTemplate READER = template("reader");

    private final List<String> reported = new ArrayList<>();
    private final IssuingObserver observer = new IssuingObserver() {
        @Override
        public void issued() {
            reported.add("issued");
        }

        @Override
        public void failed(IssuingFailedException failure) {
            reported.add(String.valueOf(failure.getMessage()));
        }
    };

    @Test
    void a_leaf_that_matches_the_request_is_returned_and_reported() throws Exception {
        CheckedAuthority checked = new CheckedAuthority(GOOD, observer);

        checked.issue(READER).verify(CA.certificate().getPublicKey());
        assertThat(reported).containsExactly("issued");
        assertThat(checked.path()).containsExactly(CA.certificate());
    }

    @Test
    void another_leaf_is_not_handed_out() {
        CheckedAuthority checked = new CheckedAuthority(played(template -> GOOD.issue(template("writer"))), observer);

        assertThatThrownBy(() -> checked.issue(READER))
                .isInstanceOf(IssuingFailedException.class)
                .hasMessageStartingWith(
                        "The certificate authority issued a certificate that differs from the request, so the operator discards it: its subject is");
        assertThat(reported)
                .singleElement()
                .asString()
                .startsWith("The certificate authority issued a certificate that differs");
    }

    @Test
    void a_failure_is_reported_and_releases_its_place() {
        CheckedAuthority checked = new CheckedAuthority(
                played(template -> {
                    throw new IssuingFailedException("away", null);
                }),
                observer);

        for (int i = 0; i < CheckedAuthority.MAX_WAITING + 1; i++) {
            assertThatThrownBy(() -> checked.issue(READER)).hasMessage("away");
        }
        assertThat(reported).hasSize(CheckedAuthority.MAX_WAITING + 1).containsOnly("away");
    }

    /** The called authority sends further requests before it answers, like concurrent requests to a slow authority. */
    @Test
    void at_most_32_requests_wait_even_after_changes_of_the_cas_settings() {
        CheckedAuthority checked = new CheckedAuthority(GOOD, observer);
        CertificateAuthority[] slow = new CertificateAuthority[1];
        int[] waiting = {0};
        slow[0] = played(template -> {
            waiting[0]++;
            return checked.reachedBy(slow[0]).issue(template);
        });

        assertThatThrownBy(() -> checked.reachedBy(slow[0]).issue(READER))
                .isInstanceOf(IssuingPassesException.class)
                .hasMessage("32 requests already wait for the certificate authority, which is slow or unreachable.");
        assertThat(waiting[0]).isEqualTo(32);
        assertThat(reported)
                .contains("32 requests already wait for the certificate authority, which is slow or unreachable.");
        assertThat(checked.issue(READER)).as("all places are free again").isNotNull();
    }

    @Test
    void an_authoritys_requirements_and_cost_are_forwarded() {
        CheckedAuthority plain = new CheckedAuthority(GOOD, observer);
        CheckedAuthority special = new CheckedAuthority(
                new CertificateAuthority() {
                    @Override
                    public List<X509Certificate> path() {
                        return GOOD.path();
                    }

                    @Override
                    public boolean wantsNamedRequest() {
                        return true;
                    }

                    @Override
                    public boolean signsBareKeys() {
                        return false;
                    }

                    @Override
                    public boolean costsPerLeaf() {
                        return true;
                    }

                    @Override
                    public X509Certificate issue(LeafTemplate template) {
                        return GOOD.issue(template);
                    }
                },
                observer);

        assertThat(List.of(plain.wantsNamedRequest(), plain.costsPerLeaf())).containsOnly(false);
        assertThat(List.of(special.wantsNamedRequest(), special.costsPerLeaf())).containsOnly(true);
        assertThat(plain.signsBareKeys()).isTrue();
        assertThat(special.signsBareKeys()).isFalse();
        assertThat(plain).hasToString("CheckedAuthority[" + GOOD + "]");
    }

    private static CertificateAuthority played(Function<LeafTemplate, X509Certificate> issue) {
        return new CertificateAuthority() {
            @Override
            public List<X509Certificate> path() {
                return GOOD.path();
            }

            @Override
            public X509Certificate issue(LeafTemplate template) {
                return issue.apply(template);
            }
        };
    }

    private static LeafTemplate template(String role) {
        return new LeafTemplate(
                new WorkloadIdentity("prod", "shop", "orders"),
                role,
                new CertificateRequest.Proven(KEY.getPublic(), new byte[0]),
                Validity.starting(NOW, Duration.ofHours(1)));
    }
}
