package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static dev.rolesanywhere.pki.TestCertificate.bytes;
import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.named;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateAuthorityLoaderTest {
    private static final TestCertificate ROOT = named("root").make();
    private static final TestCertificate MIDDLE = named("middle").issuedBy(ROOT).make();
    private static final TestCertificate ISSUER =
            named("issuer").issuedBy(MIDDLE).pathLength(0).make();

    private final CertificateAuthorityLoader loader =
            new CertificateAuthorityLoader(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());

    @Test
    void a_root_alone_is_issuer_and_anchor() {
        CertificateAuthority authority = usable(secret(ROOT));

        assertThat(authority.certificate()).isEqualTo(ROOT.certificate());
        assertThat(authority.trustAnchorCertificate()).isEqualTo(ROOT.certificate());
        assertThat(authority.chain()).isEmpty();
    }

    @Test
    void five_certificates_below_the_anchor_are_accepted() {
        List<TestCertificate> path = new ArrayList<>(List.of(ROOT));
        for (int i = 0; i < 5; i++) {
            path.addFirst(named("ca " + i).issuedBy(path.getFirst()).make());
        }

        assertThat(usable(secret(path.toArray(TestCertificate[]::new))).chain()).hasSize(5);
    }

    @Test
    void an_intermediate_alone_is_the_anchor() {
        CertificateAuthority authority = usable(secret(ISSUER));

        assertThat(authority.trustAnchorCertificate()).isEqualTo(ISSUER.certificate());
        assertThat(authority.chain()).isEmpty();
    }

    @Test
    void the_top_most_certificate_is_the_anchor_and_the_rest_is_the_chain() {
        CertificateAuthority authority = usable(secret(ISSUER, MIDDLE, ROOT));

        assertThat(authority.certificate()).isEqualTo(ISSUER.certificate());
        assertThat(authority.chain()).containsExactly(ISSUER.certificate(), MIDDLE.certificate());
        assertThat(authority.trustAnchorCertificate()).isEqualTo(ROOT.certificate());
    }

    @Test
    void the_authority_is_valid_as_long_as_all_of_its_path_is() {
        TestCertificate early =
                named("early").until(NOW.plus(Duration.ofDays(3))).make();
        TestCertificate below = named("below")
                .from(NOW.minus(Duration.ofHours(2)))
                .issuedBy(early)
                .make();

        CertificateAuthority authority = usable(secret(below, early));

        assertThat(authority.validity().notBefore()).isEqualTo(NOW.minus(Duration.ofHours(2)));
        assertThat(authority.validity().notAfter()).isEqualTo(NOW.plus(Duration.ofDays(3)));
    }

    @Test
    void a_root_before_its_intermediate_is_the_anchor_if_the_key_is_the_intermediates() {
        CertificateAuthority authority = usable(secret(join(ROOT, MIDDLE), MIDDLE.keyPem()));

        assertThat(authority.certificate()).isEqualTo(MIDDLE.certificate());
        assertThat(authority.trustAnchorCertificate()).isEqualTo(ROOT.certificate());
    }

    @Test
    void a_repeated_root_counts_once() {
        assertThat(usable(secret(join(ROOT, ROOT), ROOT.keyPem())).path()).containsExactly(ROOT.certificate());
    }

    @Test
    void an_intermediate_that_is_glued_to_its_root_is_not_the_anchor() {
        String glued = new String(join(MIDDLE, ROOT)).replace("-----\n-----", "----------");

        assertThat(usable(secret(bytes(glued), MIDDLE.keyPem())).trustAnchorCertificate())
                .isEqualTo(ROOT.certificate());
    }

    @Test
    void a_key_is_read_with_every_editors_line_ends() {
        String key = ("\uFEFF" + new String(ROOT.keyPem())).indent(4).replace("\n", "\r\n");

        assertThat(usable(secret(ROOT.pem(), bytes(key)))).isNotNull();
    }

    @Test
    void a_ca_that_forbids_the_trust_domain_is_rejected_only_for_it() {
        TestCertificate ca = named("narrow")
                .with(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(
                                            GeneralName.uniformResourceIdentifier, "prod-2.example.org"))
                                },
                                null))
                .make();

        assertThat(loader.forLeavesOf("prod-1.example.org").load(secret(ca)))
                .isInstanceOfSatisfying(LoadedAuthority.Unusable.class, unusable -> assertThat(unusable.defect())
                        .isEqualTo(AuthorityDefect.NoLeafValidates));
        assertThat(loader.forLeavesOf("prod-2.example.org").load(secret(ca)))
                .isInstanceOf(LoadedAuthority.Usable.class);
    }

    @Test
    void ca_crt_of_cert_manager_is_left_alone() {
        Map<String, byte[]> secret = new HashMap<>(secret(ISSUER));
        secret.put("ca.crt", ROOT.pem());

        assertThat(usable(secret).trustAnchorCertificate()).isEqualTo(ISSUER.certificate());
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments("P-256", ec("secp256r1")),
                arguments("P-384", ec("secp384r1")),
                arguments("P-521", ec("secp521r1")),
                arguments("RSA 2048", rsa(2048)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void strong_keys_are_accepted_in_pkcs8(String kind, KeyPair keys) {
        assertThat(usable(secret(named("ca").keys(keys).make()))).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void strong_keys_are_accepted_in_openssls_old_format(String kind, KeyPair keys) throws Exception {
        TestCertificate ca = named("ca").keys(keys).make();

        assertThat(usable(secret(ca.pem(), traditional(keys)))).isNotNull();
    }

    @Test
    void a_sec1_key_behind_its_ec_parameters_is_found() throws Exception {
        byte[] parameters = PrivateKeyInfo.getInstance(ROOT.keys().getPrivate().getEncoded())
                .getPrivateKeyAlgorithm()
                .getParameters()
                .toASN1Primitive()
                .getEncoded();
        String key = new String(pem(new PemObject("EC PARAMETERS", parameters))) + new String(traditional(ROOT.keys()));

        assertThat(usable(secret(ROOT.pem(), bytes(key)))).isNotNull();
    }

    @Test
    void a_ca_signed_with_rsa_pss_and_sha_256_is_accepted() {
        TestCertificate ca =
                named("pss").keys(rsa(2048)).signedWith("SHA256withRSAandMGF1").make();

        assertThat(usable(secret(ca))).isNotNull();
    }

    static Stream<Arguments> bad() throws Exception {
        TestCertificate leaf = named("web").leaf().issuedBy(ROOT).make();
        TestCertificate weak = named("weak").keys(rsa(1024)).make();
        TestCertificate edwards =
                named("edwards").keys(TestCertificate.of("Ed25519")).make();
        TestCertificate narrow = named("narrow").pathLength(0).make();
        KeyPair other = ec("secp256r1");
        return Stream.of(
                row("no certificate", Map.of("tls.key", ROOT.keyPem()), AuthorityDefect.SecretKeyMissing, "'tls.crt'"),
                row("no key", Map.of("tls.crt", ROOT.pem()), AuthorityDefect.SecretKeyMissing, "'tls.key'"),
                row("empty key", secret(ROOT.pem(), bytes("")), AuthorityDefect.SecretKeyMissing, "'tls.key'"),
                row(
                        "no PEM",
                        secret(bytes("hello"), ROOT.keyPem()),
                        AuthorityDefect.NotACA,
                        "tls.crt holds no PEM certificate"),
                row(
                        "broken PEM",
                        secret(bytes("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), ROOT.keyPem()),
                        AuthorityDefect.NotACA,
                        "certificate 1 is not readable PEM"),
                row(
                        "leaf",
                        secret(leaf),
                        AuthorityDefect.NotACA,
                        "'CN=web' is an end-entity certificate issued by 'CN=root'"),
                row(
                        "self-signed leaf",
                        secret(named("web").leaf().make()),
                        AuthorityDefect.NotACA,
                        "'CN=web' is a self-signed end-entity certificate"),
                row(
                        "no constraints",
                        secret(named("bare").withoutConstraints().make()),
                        AuthorityDefect.NotACA,
                        "basicConstraints CA:TRUE"),
                row(
                        "no keyCertSign",
                        secret(named("mute").usage(KeyUsage.cRLSign).make()),
                        AuthorityDefect.NotACA,
                        "keyCertSign"),
                row("no keyUsage", secret(named("mute").usage(0).make()), AuthorityDefect.NotACA, "keyCertSign"),
                row("version 1", secret(named("old").version1().make()), AuthorityDefect.NotACA, "version 1"),
                row(
                        "pathLen too small",
                        secret(named("below").issuedBy(narrow).make(), narrow),
                        AuthorityDefect.NotACA,
                        "'CN=narrow' allows 0 CAs below itself (pathLen) and has 1"),
                row(
                        "expired",
                        secret(named("old").until(NOW.minusSeconds(1)).make()),
                        AuthorityDefect.Expired,
                        "'CN=old' expired at 2026-03-04T05:06:06Z. Renew it"),
                row(
                        "not yet valid",
                        secret(named("new").from(NOW.plusSeconds(1)).make()),
                        AuthorityDefect.NotYetValid,
                        "'CN=new' is valid only from 2026-03-04T05:06:08Z"),
                row("expired anchor", expiredAnchor(), AuthorityDefect.Expired, "'CN=old root' expired"),
                row(
                        "key of another",
                        secret(ROOT.pem(), new TestCertificate(ROOT.certificate(), other).keyPem()),
                        AuthorityDefect.KeyMismatch,
                        "not the key of 'CN=root'"),
                row(
                        "key of another kind",
                        secret(ROOT.pem(), new TestCertificate(ROOT.certificate(), rsa(2048)).keyPem()),
                        AuthorityDefect.KeyMismatch,
                        "not the key of 'CN=root'"),
                row(
                        "key of another curve",
                        secret(ROOT.pem(), new TestCertificate(ROOT.certificate(), ec("secp384r1")).keyPem()),
                        AuthorityDefect.KeyMismatch,
                        "not the key of 'CN=root'"),
                row(
                        "key of the certificate above",
                        secret(join(MIDDLE, ROOT), ROOT.keyPem()),
                        AuthorityDefect.KeyMismatch,
                        "belongs to a later certificate"),
                row(
                        "encrypted PKCS#8",
                        secret(ROOT.pem(), encryptedPkcs8(ROOT.keys().getPrivate())),
                        AuthorityDefect.KeyEncrypted,
                        "openssl pkey"),
                row(
                        "encrypted SEC1",
                        secret(ROOT.pem(), encryptedSec1(ROOT.keys().getPrivate())),
                        AuthorityDefect.KeyEncrypted,
                        "passphrase"),
                row("RSA 1024", secret(weak), AuthorityDefect.UnsupportedKey, "key of kind RSA 1024"),
                row(
                        "ML-DSA",
                        secret(named("quantum")
                                .keys(TestCertificate.of("ML-DSA-65"))
                                .make()),
                        AuthorityDefect.UnsupportedKey,
                        "key of kind ML-DSA-65, which AWS accepts and this operator does not support yet"),
                row("Ed25519", secret(edwards), AuthorityDefect.UnsupportedKey, "key of kind Ed25519"),
                row(
                        "Ed25519 key for an EC certificate",
                        secret(ROOT.pem(), edwards.keyPem()),
                        AuthorityDefect.UnsupportedKey,
                        "Use an RSA or EC key"),
                row(
                        "signed with SHA-1",
                        secret(named("sha1").signedWith("SHA1withECDSA").make()),
                        AuthorityDefect.UnsupportedKey,
                        "SHA1withECDSA"),
                row(
                        "signed with PSS over SHA-1",
                        secret(named("pss")
                                .keys(rsa(2048))
                                .signedWith("SHA1withRSAandMGF1")
                                .make()),
                        AuthorityDefect.UnsupportedKey,
                        "SHA-256 or stronger"),
                row(
                        "unreadable key",
                        secret(ROOT.pem(), bytes("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")),
                        AuthorityDefect.UnsupportedKey,
                        "no readable private key"),
                row(
                        "certificate for a key",
                        secret(ROOT.pem(), ROOT.pem()),
                        AuthorityDefect.UnsupportedKey,
                        "no readable private key"),
                row(
                        "gap in the chain",
                        secret(ISSUER, ROOT),
                        AuthorityDefect.ChainIncomplete,
                        "'CN=issuer' is followed by 'CN=root', which did not sign it; its issuer is 'CN=middle'"),
                row(
                        "wrong order",
                        secret(join(ROOT, MIDDLE), ROOT.keyPem()),
                        AuthorityDefect.ChainIncomplete,
                        "Put each certificate's issuer directly after it"),
                row(
                        "issuer of the right name and another key",
                        secret(MIDDLE, named("root").make()),
                        AuthorityDefect.ChainIncomplete,
                        "did not sign it"),
                row("seven certificates", longChain(), AuthorityDefect.ChainIncomplete, "at most 5"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("bad")
    void an_invalid_authority_is_rejected_with_the_correction(
            String what, Map<String, byte[]> secret, AuthorityDefect defect, String words) {
        assertThat(loader.load(secret)).isInstanceOfSatisfying(LoadedAuthority.Unusable.class, unusable -> {
            assertThat(unusable.defect()).isEqualTo(defect);
            assertThat(unusable.message()).contains(words);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void no_message_shows_anything_of_a_key(
            String what, Map<String, byte[]> secret, AuthorityDefect defect, String words) {
        String message = ((LoadedAuthority.Unusable) loader.load(secret)).message();

        Stream.of(new String(secret.getOrDefault("tls.key", new byte[0])).split("\n"))
                .filter(line -> line.length() > 8 && !line.startsWith("-----"))
                .forEach(line -> assertThat(message).doesNotContain(line.substring(0, 8)));
    }

    @Test
    void a_loaded_authority_shows_its_fingerprint_and_no_key() {
        assertThat(usable(secret(ROOT)).toString()).matches("SigningKeyAuthority\\[[0-9a-f]{64}]");
    }

    private CertificateAuthority usable(Map<String, byte[]> secret) {
        LoadedAuthority loaded = loader.load(secret);
        assertThat(loaded).isInstanceOf(LoadedAuthority.Usable.class);
        return ((LoadedAuthority.Usable) loaded).authority();
    }

    private static Arguments row(String what, Map<String, byte[]> secret, AuthorityDefect defect, String words) {
        return arguments(what, secret, defect, words);
    }

    private static Map<String, byte[]> secret(TestCertificate... path) {
        return secret(join(path), path[0].keyPem());
    }

    private static Map<String, byte[]> secret(byte[] certificates, byte[] key) {
        return Map.of("tls.crt", certificates, "tls.key", key);
    }

    private static byte[] join(TestCertificate... path) {
        List<X509Certificate> certificates =
                Stream.of(path).map(TestCertificate::certificate).toList();
        return bytes(CertificatePem.encode(certificates));
    }

    private static Map<String, byte[]> expiredAnchor() {
        TestCertificate root = named("old root").until(NOW.minusSeconds(1)).make();
        return secret(named("below").issuedBy(root).make(), root);
    }

    private static Map<String, byte[]> longChain() {
        List<TestCertificate> path = new ArrayList<>(List.of(ROOT));
        for (int i = 0; i < 6; i++) {
            path.addFirst(named("ca " + i).issuedBy(path.getFirst()).make());
        }
        return secret(path.toArray(TestCertificate[]::new));
    }

    /** PKCS#1, or SEC1 with the curve inside as OpenSSL writes it. */
    private static byte[] traditional(KeyPair keys) throws Exception {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
        if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
            return pem(new PemObject(
                    "RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded()));
        }
        DERBitString point = (DERBitString)
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()).getPublicKeyData();
        return pem(new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                key.getParams().getOrder().bitLength(),
                                key.getS(),
                                point,
                                info.getPrivateKeyAlgorithm().getParameters())
                        .getEncoded()));
    }

    private static byte[] encryptedPkcs8(PrivateKey key) throws Exception {
        return pem(new JcaPKCS8Generator(
                key,
                new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword("secret".toCharArray())
                        .build()));
    }

    private static byte[] encryptedSec1(PrivateKey key) throws Exception {
        return pem(new JcaMiscPEMGenerator(
                key,
                new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(new BouncyCastleProvider())
                        .build("secret".toCharArray())));
    }

    private static byte[] pem(PemObjectGenerator content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes(text.toString());
    }
}
