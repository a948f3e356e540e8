package dev.rolesanywhere.operator.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.egress.AWSAccess.EntryReference;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressDecisionTest {
    private static final String URL = "http://user:s3cret@proxy.example.org:3128";

    @Test
    void an_endpoint_with_tls_is_open() {
        assertThat(decide(endpoint("https://vpce.example.org"), false)).isInstanceOf(ResolvedEgress.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vpce.example.org",
                "HTTPS://vpce.example.org",
                "vpce.example.org",
                "https://user@vpce.example.org"
            })
    void any_other_endpoint_is_refused(String endpoint) {
        assertThat(refusal(decide(endpoint(endpoint), false))).contains("Write https://<host>");
    }

    @Test
    void the_chart_may_allow_an_endpoint_without_tls() {
        assertThat(decide(endpoint("http://emulator.aws.svc:8080"), true)).isInstanceOf(ResolvedEgress.Allowed.class);
        assertThat(refusal(decide(endpoint("http://emulator.aws.svc:8080"), false)))
                .contains("aws.allowInsecureEndpoints: true");
    }

    @Test
    void a_ca_bundle_is_used_without_the_certificates_that_cannot_be_read() {
        String good = CertificatePem.encode(ca());
        String bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        assertThat(decide(bundle(good + bad + good), false))
                .isInstanceOfSatisfying(
                        ResolvedEgress.Allowed.class,
                        open -> assertThat(open.access().caBundle()).isEqualTo(good + good));
        assertThat(CaBundle.warning(good + bad + good))
                .get()
                .asString()
                .contains("The other 2 are used", "certificate 2");
        assertThat(CaBundle.warning(good)).isEmpty();
    }

    @Test
    void a_ca_bundle_without_any_certificate_that_can_be_read_is_refused() {
        assertThat(refusal(decide(bundle("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"), false)))
                .contains("The caBundle", "certificate 1 (line 1)", "U+0021");
        assertThat(refusal(decide(bundle("nonsense"), false))).contains("it holds no PEM certificate");
    }

    private static AWSAccess bundle(String pem) {
        return new AWSAccess(null, null, null, null, pem);
    }

    private static X509Certificate ca() {
        return new SelfSignedAuthorities(Clock.systemUTC(), new SecureRandom())
                .generate("prod-1.example.org", 1, KeySpec.P256, Duration.ofDays(1))
                .certificate();
    }

    @Test
    void an_endpoint_of_sts_without_tls_is_refused_as_that_of_roles_anywhere_is_and_one_with_tls_is_used() {
        assertThat(refusal(decide(sts("http://sts.example.org"), false))).startsWith("The stsEndpoint in spec.aws");
        assertThat(decide(sts("http://sts.example.org"), true))
                .isEqualTo(new ResolvedEgress.Allowed(sts("http://sts.example.org")));
        assertThat(decide(sts("https://sts.example.org"), false))
                .isEqualTo(new ResolvedEgress.Allowed(sts("https://sts.example.org")));
        assertThat(Egress.over(new AWSAccess(true, null, null, null, null), sts("https://sts.example.org"))
                        .stsEndpoint())
                .isEqualTo("https://sts.example.org");
    }

    private static AWSAccess sts(String endpoint) {
        return new AWSAccess(null, null, null, null, null, null, null, null, null, endpoint);
    }

    @Test
    void a_password_in_the_proxy_of_an_older_object_is_refused_and_not_repeated() {
        AWSAccess access = new AWSAccess(null, null, null, URL, null);

        assertThat(refusal(decide(access, false))).contains("proxySecretRef").doesNotContain("s3cret");
        assertThat(access.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_proxy_from_a_secret_includes_its_password() {
        ResolvedEgress egress = throughSecret(secret("true", URL + "\n"));

        assertThat(egress).isEqualTo(new ResolvedEgress.Allowed(new AWSAccess(null, null, null, URL, null)));
        assertThat(egress.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_secret_without_the_annotation_for_a_proxy_is_rejected_with_the_correction() {
        assertThat(refusal(throughSecret(secret(null, URL))))
                .contains("kubectl annotate secret aws-proxy rolesanywhere.dev/proxy=true")
                .doesNotContain("s3cret");
        assertThat(refusal(throughSecret(secret("false", URL)))).contains("is not annotated for this use");
    }

    @Test
    void a_missing_secret_or_a_secret_without_a_proxy_is_refused() {
        assertThat(refusal(throughSecret(null))).contains("does not exist in the operator's namespace");
        assertThat(refusal(throughSecret(secret("true", "user:s3cret@proxy"))))
                .contains("entry 'proxy' of Secret 'aws-proxy' is not the URL of a proxy")
                .doesNotContain("s3cret");
        assertThat(refusal(throughSecret(secret("true", "https://user:s3cret@proxy.example.org"))))
                .contains("is not the URL of a proxy");
        assertThat(refusal(throughSecret(new SecretBuilder(secret("true", URL))
                        .withData(Map.of("url", "aHR0cA=="))
                        .build())))
                .contains("has no entry 'proxy'", "http://<user>:<password>@<host>:<port>");
    }

    @Test
    void a_proxy_from_a_configmap_is_used_unless_it_has_a_password() {
        AWSAccess access = referring(new EntryReference("corporate", "https_proxy"), null, null);

        assertThat(decide(access, configMap("https_proxy", "http://proxy.example.org:3128\n")))
                .isEqualTo(new ResolvedEgress.Allowed(
                        new AWSAccess(null, null, null, "http://proxy.example.org:3128", null)));
        assertThat(refusal(decide(access, configMap("https_proxy", URL))))
                .contains("entry 'https_proxy' of ConfigMap 'corporate'", "proxySecretRef")
                .doesNotContain("s3cret");
        assertThat(refusal(decide(access, configMap("proxy", URL)))).contains("has no entry 'https_proxy'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ho st", "http://%", "http://", "socks5://proxy.example.org", "proxy.example.org"})
    void a_text_that_is_not_a_proxy_url_is_refused_and_not_quoted(String url) {
        AWSAccess access = referring(new EntryReference("corporate", "proxy"), null, null);

        assertThat(refusal(decide(access, configMap("proxy", url))))
                .contains("is not the URL of a proxy")
                .doesNotContain(url + " ");
    }

    @Test
    void certificates_may_have_65536_characters() throws Exception {
        String pem = ofLength(65_536);
        AWSAccess access = referring(null, null, new EntryReference("corporate", null));

        assertThat(decide(access, configMap("ca.crt", pem))).isEqualTo(new ResolvedEgress.Allowed(bundle(pem)));
    }

    /** Two certificates, whose padding is tried out: the last base64 groups and lines allow only some lengths. */
    private static String ofLength(int characters) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        int padding = 47_000;
        for (int small = 0; small < 12; small++) {
            String one = padded(keys, small);
            int missing = characters - one.length() - padded(keys, padding).length();
            // A line of PEM has 65 characters and holds 48 bytes.
            int bytes = missing * 48 / 65;
            for (int more = bytes - 4; more <= bytes + 4; more++) {
                String both = one + padded(keys, padding + more);
                if (both.length() == characters) {
                    return both;
                }
            }
        }
        throw new AssertionError("no two certificates have " + characters + " characters");
    }

    /** Signatures of Ed25519 always have the same length. */
    private static String padded(KeyPair keys, int bytes) throws Exception {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        return CertificatePem.encode(CertificateDraft.selfSignedAuthority(
                        new X500Name("CN=padded"), keys.getPublic(), Validity.starting(now, Duration.ofDays(1)), random)
                .with(new ASN1ObjectIdentifier("1.2.3.4"), false, new DEROctetString(new byte[bytes]))
                .sign(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate())));
    }

    @Test
    void a_bundle_of_a_config_map_is_used() {
        String pem = CertificatePem.encode(ca());
        AWSAccess access = referring(null, null, new EntryReference("corporate", null));

        assertThat(decide(access, configMap("ca.crt", "# Example's proxy\n" + pem)))
                .isEqualTo(new ResolvedEgress.Allowed(bundle(pem)));
        assertThat(refusal(decide(access, configMap("ca.crt", "nonsense"))))
                .contains("The entry 'ca.crt' of ConfigMap 'corporate' cannot be used: it holds no PEM certificate");
        assertThat(refusal(decide(access, configMap("ca.crt", pem.repeat(120)))))
                .contains("the limit is 65536");
        assertThat(refusal(decide(access, configMap("other", pem)))).contains("has no entry 'ca.crt'");
        assertThat(refusal(decide(access, false)))
                .contains(
                        "caBundleConfigMapRef",
                        "ConfigMap 'corporate', which does not exist in the operator's namespace");
    }

    @Test
    void of_a_secret_with_a_bundle_nothing_but_its_certificates_is_used() {
        String pem = CertificatePem.encode(ca());
        String key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----\n";
        AWSAccess access = referring(null, new EntryReference("corporate", "tls.pem"), null);

        assertThat(decide(access, bundleSecret("true", key + pem))).isEqualTo(new ResolvedEgress.Allowed(bundle(pem)));
        assertThat(refusal(decide(access, bundleSecret(null, pem))))
                .contains("kubectl annotate secret corporate rolesanywhere.dev/ca-bundle=true");
        assertThat(refusal(decide(access, bundleSecret("true", key)))).doesNotContain("MIGHAgEA");
    }

    @Test
    void a_more_specific_reference_overrides_a_text_and_a_more_specific_text_overrides_a_reference() {
        AWSAccess text = new AWSAccess(null, null, null, "http://proxy.example.org", "PEM");
        AWSAccess references =
                referring(new EntryReference("corporate", null), new EntryReference("corporate", null), null);

        assertThat(Egress.over(references, text)).isEqualTo(references);
        assertThat(Egress.over(text, references)).isEqualTo(text);
    }

    @Test
    void an_object_affects_only_references_of_its_kind() {
        AWSAccess map = referring(null, null, new EntryReference("corporate", null));

        assertThat(Egress.names(map, configMap("ca.crt", ""))).isTrue();
        assertThat(Egress.names(map, bundleSecret("true", ""))).isFalse();
        assertThat(Egress.names(referring(null, new EntryReference("corporate", null), null), bundleSecret("true", "")))
                .isTrue();
        assertThat(Egress.names(ofSecret(), secret("true", URL))).isTrue();
        assertThat(Egress.names(ofSecret(), configMap("ca.crt", ""))).isFalse();
    }

    private static AWSAccess referring(
            @Nullable EntryReference proxy, @Nullable EntryReference secret, @Nullable EntryReference map) {
        return new AWSAccess(null, null, null, null, null, null, proxy, secret, map);
    }

    private static ConfigMap configMap(String key, String text) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("corporate")
                .endMetadata()
                .addToData(key, text)
                .build();
    }

    private static Secret bundleSecret(@Nullable String annotation, String pem) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("corporate")
                .withAnnotations(annotation == null ? Map.of() : Map.of(Annotations.CA_BUNDLE, annotation))
                .endMetadata()
                .addToData("tls.pem", Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)))
                .build();
    }

    private static ResolvedEgress decide(AWSAccess access, HasMetadata object) {
        return EgressDecision.decide(access, false, EgressSources.of(new TestInventory().with(object)));
    }

    @Test
    void a_more_specific_proxy_overrides_a_secret_and_a_more_specific_secret_overrides_a_proxy() {
        AWSAccess plain = new AWSAccess(null, null, null, "http://proxy.example.org", null);
        AWSAccess secret = ofSecret();

        assertThat(Egress.over(plain, secret)).isEqualTo(plain);
        assertThat(Egress.over(secret, plain)).isEqualTo(secret);
    }

    private static ResolvedEgress decide(AWSAccess access, boolean insecure) {
        return EgressDecision.decide(access, insecure, EgressSources.of(new TestInventory()));
    }

    private static ResolvedEgress throughSecret(@Nullable Secret secret) {
        TestInventory inventory = new TestInventory();
        return EgressDecision.decide(
                ofSecret(), false, EgressSources.of(secret == null ? inventory : inventory.with(secret)));
    }

    private static AWSAccess ofSecret() {
        return new AWSAccess(null, null, null, null, null, new AWSAccess.ProxySecretReference("aws-proxy"));
    }

    private static AWSAccess endpoint(String endpoint) {
        return new AWSAccess(null, null, endpoint, null, null);
    }

    private static Secret secret(@Nullable String annotation, String url) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("aws-proxy")
                .withAnnotations(annotation == null ? Map.of() : Map.of(Annotations.PROXY, annotation))
                .endMetadata()
                .addToData("proxy", Base64.getEncoder().encodeToString(url.getBytes(UTF_8)))
                .build();
    }

    private static String refusal(ResolvedEgress egress) {
        return ((ResolvedEgress.NotAllowed) egress).message();
    }
}
