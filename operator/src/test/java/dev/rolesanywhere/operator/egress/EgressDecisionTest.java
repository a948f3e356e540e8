package dev.rolesanywhere.operator.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
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
                .contains("the other 2 are used", "certificate 2");
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
    void a_password_in_the_proxy_of_an_older_object_is_refused_and_not_repeated() {
        AWSAccess access = new AWSAccess(null, null, null, URL, null);

        assertThat(refusal(decide(access, false))).contains("proxySecretRef").doesNotContain("s3cret");
        assertThat(access.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_proxy_of_a_secret_takes_its_password_along() {
        ResolvedEgress egress = throughSecret(secret("true", URL + "\n"));

        assertThat(egress).isEqualTo(new ResolvedEgress.Allowed(new AWSAccess(null, null, null, URL, null)));
        assertThat(egress.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_secret_that_is_not_meant_for_a_proxy_is_refused_with_what_to_do() {
        assertThat(refusal(throughSecret(secret(null, URL))))
                .contains("kubectl annotate secret aws-proxy rolesanywhere.dev/proxy=true")
                .doesNotContain("s3cret");
        assertThat(refusal(throughSecret(secret("false", URL)))).contains("is not meant for this");
    }

    @Test
    void a_secret_that_is_not_there_or_holds_no_proxy_is_refused() {
        assertThat(refusal(throughSecret(null))).contains("does not exist in the operator's namespace");
        assertThat(refusal(throughSecret(secret("true", "user:s3cret@proxy"))))
                .contains("no entry 'proxy'")
                .doesNotContain("s3cret");
        assertThat(refusal(throughSecret(secret("true", "https://user:s3cret@proxy.example.org"))))
                .contains("no entry 'proxy'");
    }

    @Test
    void a_proxy_of_the_more_specific_place_drops_the_secret_of_the_other_and_the_other_way_round() {
        AWSAccess plain = new AWSAccess(null, null, null, "http://proxy.example.org", null);
        AWSAccess secret = ofSecret();

        assertThat(Egress.over(plain, secret)).isEqualTo(plain);
        assertThat(Egress.over(secret, plain)).isEqualTo(secret);
    }

    private static ResolvedEgress decide(AWSAccess access, boolean insecure) {
        return EgressDecision.decide(access, insecure, name -> Optional.empty());
    }

    private static ResolvedEgress throughSecret(@Nullable Secret secret) {
        return EgressDecision.decide(
                ofSecret(), false, name -> Optional.ofNullable(secret).filter(_ -> name.equals("aws-proxy")));
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
