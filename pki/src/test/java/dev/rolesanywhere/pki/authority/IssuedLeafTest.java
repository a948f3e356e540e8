package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.named;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.IdentityTooLongException;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IssuedLeafTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair KEY = ec("secp256r1");
    private static final CertificateRequest.Proven REQUEST =
            new CertificateRequest.Proven(KEY.getPublic(), new byte[0]);
    private static final WorkloadIdentity ORDERS = new WorkloadIdentity("prod.example.org", "shop", "orders");

    private final CertificateAuthority authority = authority(named("ca").make());

    @Test
    void the_subject_has_domain_role_and_workload_in_this_order() {
        X500Name subject =
                X500Name.getInstance(issue(authority).getSubjectX500Principal().getEncoded());

        assertThat(subject).hasToString("O=prod.example.org,OU=orders-reader,CN=orders@shop");
    }

    @Test
    void its_only_alternative_name_is_the_spiffe_id() throws Exception {
        int uri = 6;

        assertThat(issue(authority).getSubjectAlternativeNames())
                .containsExactly(List.of(uri, "spiffe://prod.example.org/ns/shop/sa/orders"));
    }

    @Test
    void the_leaf_may_sign_as_a_client_but_not_certificates() throws Exception {
        X509Certificate leaf = issue(authority);

        assertThat(leaf.getVersion()).isEqualTo(3);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(leaf.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.14", "2.5.29.35", "2.5.29.37", "2.5.29.17");
    }

    @Test
    void the_leaf_has_the_key_and_the_validity_of_its_template() {
        X509Certificate leaf = issue(authority);

        assertThat(leaf.getPublicKey()).isEqualTo(KEY.getPublic());
        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW.minusSeconds(300));
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void its_authority_key_identifier_is_its_issuers_key_identifier() {
        CertificateAuthority generated = authority(selfSigned());
        SubjectKeyIdentifier issuers =
                SubjectKeyIdentifier.getInstance(extension(generated.certificate(), "2.5.29.14"));
        AuthorityKeyIdentifier leafs = AuthorityKeyIdentifier.getInstance(extension(issue(generated), "2.5.29.35"));

        assertThat(leafs.getKeyIdentifierOctets()).isEqualTo(issuers.getKeyIdentifier());
    }

    @Test
    void serials_are_positive_of_17_octets_and_never_the_same() {
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            BigInteger serial = issue(authority).getSerialNumber();
            assertThat(serial).isPositive();
            assertThat(serial.toByteArray()).hasSize(17);
            assertThat(serials.add(serial)).isTrue();
        }
    }

    static Stream<Arguments> authorities() {
        TestCertificate root = named("root").keys(rsa(2048)).make();
        TestCertificate middle =
                named("middle").keys(ec("secp384r1")).issuedBy(root).make();
        TestCertificate issuer = named("issuer").issuedBy(middle).pathLength(0).make();
        return Stream.of(
                arguments("P-256 root", authority(named("ca").make())),
                arguments(
                        "P-384 root",
                        authority(named("ca").keys(ec("secp384r1")).make())),
                arguments("RSA root", authority(root)),
                arguments("generated", authority(selfSigned())),
                arguments("two intermediates below an RSA root", authority(issuer, middle, root)),
                arguments("an intermediate as the anchor", authority(issuer)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("authorities")
    void leaf_and_chain_lead_to_the_trust_anchor_as_roles_anywhere_checks(String what, CertificateAuthority authority)
            throws Exception {
        List<X509Certificate> sent = new ArrayList<>(List.of(issue(authority)));
        sent.addAll(authority.chain());
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(authority.trustAnchorCertificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));

        assertThat(CertPathValidator.getInstance("PKIX")
                        .validate(CertificateFactory.getInstance("X.509").generateCertPath(sent), parameters))
                .isNotNull();
    }

    @Test
    void an_identity_that_does_not_fit_never_reaches_an_authority() {
        Validity validity = Validity.starting(NOW, LeafLifetime.DEFAULT);

        assertThatExceptionOfType(IdentityTooLongException.class)
                .isThrownBy(() -> new LeafTemplate(ORDERS, "r".repeat(65), REQUEST, validity))
                .withMessageContaining("shorter metadata.name");
        assertThatIllegalArgumentException().isThrownBy(() -> new LeafTemplate(ORDERS, "a,OU=b", REQUEST, validity));
    }

    private static X509Certificate issue(CertificateAuthority authority) {
        return authority.issue(new LeafTemplate(
                ORDERS,
                "orders-reader",
                REQUEST,
                LeafLifetime.choose(authority.validity(), LeafLifetime.DEFAULT, NOW)));
    }

    private static CertificateAuthority authority(TestCertificate... path) {
        return new SigningKeyAuthority(
                Stream.of(path).map(TestCertificate::certificate).toList(),
                new KeyInMemory(path[0].keys().getPublic(), path[0].keys().getPrivate(), RANDOM),
                RANDOM);
    }

    private static TestCertificate selfSigned() {
        KeyPair keys = rsa(3072);
        X509Certificate certificate = CertificateDraft.selfSignedAuthority(
                        new X500Name("CN=generated"),
                        keys.getPublic(),
                        Validity.starting(NOW, SelfSignedAuthorities.DEFAULT_LIFETIME),
                        RANDOM)
                .sign(keys.getPrivate(), RANDOM);
        return new TestCertificate(certificate, keys);
    }

    private static byte[] extension(X509Certificate certificate, String oid) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(oid)).getOctets();
    }
}
