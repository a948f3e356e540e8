package dev.rolesanywhere.pki.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

class IdentityPropertiesTest {
    private static final Pattern SESSION_TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Pattern SOURCE_IDENTITY = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final WorkloadIdentity ORDERS = new WorkloadIdentity("prod", "shop", "orders");
    private static final TestCertificate CA = TestCertificate.named("ca").make();
    private static final KeyPair KEY = TestCertificate.ec("secp256r1");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    @Property(tries = 200)
    void for_every_request_the_leaf_has_the_callers_identity(
            @ForAll String commonName,
            @ForAll String organization,
            @ForAll String unit,
            @ForAll @Size(max = 300) byte[] extension,
            @ForAll String attribute)
            throws Exception {
        CertificateRequest.Proven proven = (CertificateRequest.Proven)
                CertificateRequestReader.read(csr(commonName, organization, unit, extension, attribute));

        X509Certificate leaf = LeafProfile.draft(
                        new LeafTemplate(
                                ORDERS, "role", proven, Validity.starting(TestCertificate.NOW, Duration.ofHours(1))),
                        CA.certificate(),
                        RANDOM)
                .sign(CA.keys().getPrivate(), RANDOM);

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=orders@shop,OU=role,O=prod");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()).containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(leaf.getExtensionValue(UNKNOWN.getId())).isNull();
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        assertThat(names)
                .containsExactly(List.of(GeneralName.uniformResourceIdentifier, "spiffe://prod/ns/shop/sa/orders"));
    }

    @Property(tries = 5000)
    void no_two_identities_share_a_common_name(
            @ForAll("identities") WorkloadIdentity one, @ForAll("identities") WorkloadIdentity two) {
        Assume.that(!one.equals(two));

        assertThat(one.commonName()).isNotEqualTo(two.commonName());
    }

    @Property
    void long_identities_that_differ_in_their_last_character_only_share_no_common_name(
            @ForAll("identities") WorkloadIdentity identity) {
        WorkloadIdentity longer = new WorkloadIdentity("td", identity.namespace(), identity.serviceAccount() + "x");
        WorkloadIdentity other = new WorkloadIdentity("td", identity.namespace(), identity.serviceAccount() + "y");

        assertThat(longer.commonName()).isNotEqualTo(other.commonName());
    }

    /** {@code ab} of {@code c} and {@code a} of {@code bc}: the same letters in the same order. */
    @Property
    void the_boundary_between_two_names_is_part_of_the_identity(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 3, max = 300) String letters,
            @ForAll @IntRange(min = 1, max = 62) int one,
            @ForAll @IntRange(min = 1, max = 62) int other) {
        Assume.that(one != other && Math.max(one, other) < letters.length());

        assertThat(split(letters, one).commonName())
                .isNotEqualTo(split(letters, other).commonName());
    }

    @Property
    void every_identity_is_fit_for_aws(@ForAll("identities") WorkloadIdentity identity) {
        assertThat("CN=" + identity.commonName()).matches(SOURCE_IDENTITY);
        assertThat(identity.commonName()).matches(SESSION_TAG);
        assertThat(identity.spiffeId()).matches(SESSION_TAG);
    }

    @Property
    void every_accepted_identity_fits_into_a_session_tag(@ForAll("identities") WorkloadIdentity identity) {
        boolean accepted = IdentityLimits.violation(identity, "role").isEmpty();

        assertThat(accepted).isEqualTo(identity.spiffeId().length() <= 256);
    }

    private static WorkloadIdentity split(String letters, int namespace) {
        int at = letters.length() - namespace;
        return new WorkloadIdentity("td", letters.substring(at), letters.substring(0, at));
    }

    @Provide
    Arbitrary<WorkloadIdentity> identities() {
        // Few letters, so that names are prefixes of each other often.
        Arbitrary<String> namespaces =
                Arbitraries.strings().withChars("ab-").ofMaxLength(61).map(middle -> "n" + middle + "n");
        Arbitrary<String> accounts =
                Arbitraries.strings().withChars("ab-.").ofMaxLength(250).map(middle -> "s" + middle + "s");
        return Combinators.combine(namespaces, accounts)
                .as((namespace, account) -> new WorkloadIdentity("td", namespace, account));
    }

    private static byte[] csr(String commonName, String organization, String unit, byte[] extension, String attribute)
            throws Exception {
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(
                        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://prod/ns/a/sa/admin")));
        wishes.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        wishes.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        wishes.addExtension(UNKNOWN, true, extension);
        // As bytes, because the builder rejects texts that an attacker may send.
        return new PKCS10CertificationRequestBuilder(
                        new X500NameBuilder(BCStyle.INSTANCE)
                                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                                .addRDN(BCStyle.O, new DERUTF8String(organization))
                                .addRDN(BCStyle.OU, new DERUTF8String(unit))
                                .build(),
                        SubjectPublicKeyInfo.getInstance(KEY.getPublic().getEncoded()))
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String(attribute))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEY.getPrivate()))
                .getEncoded();
    }
}
