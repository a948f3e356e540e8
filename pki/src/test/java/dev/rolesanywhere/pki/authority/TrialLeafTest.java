package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static dev.rolesanywhere.pki.TestCertificate.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.TestCertificate;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrialLeafTest {
    private static final String DOMAIN = "prod-1.example.org";
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    private static final TestCertificate ROOT = named("root").make();

    static Stream<Arguments> forbidding() {
        return Stream.of(
                arguments("another host", permitted(uri("example.com")), "nameConstraints"),
                arguments("our host", excluded(uri(DOMAIN)), "nameConstraints"),
                arguments("hosts around ours", excluded(uri(".example.org")), "nameConstraints"),
                arguments(
                        "another organization", permitted(new GeneralName(new X500Name("O=Acme"))), "nameConstraints"),
                arguments(
                        "an unknown critical extension",
                        Extensions.of(UNKNOWN, true, DERNull.INSTANCE),
                        UNKNOWN.getId()),
                arguments("requireExplicitPolicy", explicitPolicy(), "policyConstraints"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbidding")
    void an_anchor_under_which_no_leaf_validates_is_named(String what, Extensions extension, String cause) {
        TestCertificate ca = extension.on(named("forbidding")).make();

        assertThat(check(ca)).get().satisfies(unusable -> {
            assertThat(unusable.defect()).isEqualTo(AuthorityDefect.NoLeafValidates);
            assertThat(unusable.message())
                    .startsWith("The CA certificate 'CN=forbidding' forbids")
                    .contains(cause, DOMAIN)
                    .matches(".* The validators say: .*[^.]\\. Reissue the CA certificate .*");
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbidding")
    void a_forbidding_root_is_named_and_not_its_issuer_below(String what, Extensions extension, String cause) {
        TestCertificate root = extension.on(named("forbidding root")).make();
        TestCertificate issuer = named("issuer").issuedBy(root).make();

        assertThat(check(issuer, root)).get().satisfies(unusable -> assertThat(unusable.message())
                .startsWith("The CA certificate 'CN=forbidding root'")
                .contains(cause));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbidding")
    void an_issuer_that_forbids_is_named_and_not_its_root(String what, Extensions extension, String cause) {
        TestCertificate issuer =
                extension.on(named("forbidding issuer")).issuedBy(ROOT).make();

        assertThat(check(issuer, ROOT)).get().satisfies(unusable -> assertThat(unusable.message())
                .startsWith("The CA certificate 'CN=forbidding issuer'")
                .contains(cause));
    }

    @Test
    void only_the_extension_that_forbids_is_named_with_its_number() {
        TestCertificate ca = named("forbidding")
                .with(
                        Extension.nameConstraints,
                        true,
                        permitted(uri("example.com")).value())
                .with(UNKNOWN, false, DERNull.INSTANCE)
                .make();

        assertThat(check(ca)).get().satisfies(unusable -> assertThat(unusable.message())
                .contains(" The cause is its extension nameConstraints, 2.5.29.30 (critical). The validators say: "));
    }

    @Test
    void an_extension_without_a_known_name_is_named_by_its_number() {
        TestCertificate ca =
                named("forbidding").with(UNKNOWN, true, DERNull.INSTANCE).make();

        assertThat(check(ca)).get().satisfies(unusable -> assertThat(unusable.message())
                .contains(" The cause is its extension 1.3.6.1.4.1.99999.1 (critical). The validators say: Java: "));
    }

    static Stream<Arguments> allowing() {
        return Stream.of(
                arguments("our host", permitted(uri(DOMAIN))),
                arguments("hosts around ours", permitted(uri(".example.org"))),
                arguments("DNS names only", permitted(new GeneralName(GeneralName.dNSName, "example.com"))),
                arguments("mail only", permitted(new GeneralName(GeneralName.rfc822Name, "example.com"))),
                arguments("our organization", permitted(new GeneralName(new X500Name("O=" + DOMAIN)))),
                arguments("other hosts excluded", excluded(uri("example.com"))),
                arguments("an unknown extension", Extensions.of(UNKNOWN, false, DERNull.INSTANCE)),
                arguments(
                        "critical policies",
                        Extensions.of(
                                Extension.certificatePolicies,
                                true,
                                new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("1.2.3.4"))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowing")
    void a_ca_whose_extensions_allow_our_names_is_accepted(String what, Extensions extension) {
        TestCertificate root = extension.on(named("allowing")).make();

        assertThat(check(root)).isEmpty();
        TestCertificate issuer =
                extension.on(named("O=" + DOMAIN)).issuedBy(root).make();
        assertThat(check(issuer, root)).isEmpty();
    }

    @Test
    void a_ca_with_another_key_type_is_tested_with_a_temporary_key() {
        TestCertificate root = named("root").keys(TestCertificate.rsa(2048)).make();

        assertThat(check(
                        named("issuer")
                                .keys(TestCertificate.ec("secp521r1"))
                                .issuedBy(root)
                                .make(),
                        root))
                .isEmpty();
    }

    @Test
    void a_trust_domain_that_is_none_breaks_nothing() {
        assertThat(TrialLeaf.check(List.of(ROOT.certificate()), "", NOW, new SecureRandom()))
                .isEmpty();
    }

    private static Optional<LoadedAuthority.Unusable> check(TestCertificate... path) {
        return TrialLeaf.check(
                Stream.of(path).map(TestCertificate::certificate).toList(), DOMAIN, NOW, new SecureRandom());
    }

    private static GeneralName uri(String host) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, host);
    }

    private static Extensions permitted(GeneralName name) {
        return Extensions.of(
                Extension.nameConstraints,
                true,
                new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(name)}, null));
    }

    private static Extensions excluded(GeneralName name) {
        return Extensions.of(Extension.nameConstraints, true, new NameConstraints(null, new GeneralSubtree[] {
            new GeneralSubtree(name)
        }));
    }

    private static Extensions explicitPolicy() {
        return Extensions.of(
                Extension.policyConstraints, true, new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0))));
    }

    private record Extensions(ASN1ObjectIdentifier id, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {
        static Extensions of(ASN1ObjectIdentifier id, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {
            return new Extensions(id, critical, value);
        }

        TestCertificate.Draft on(TestCertificate.Draft draft) {
            return draft.with(id, critical, value);
        }
    }
}
