package dev.rolesanywhere.authorities.awskms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.authorities.AuthorityContract;
import dev.rolesanywhere.authorities.Pods;
import dev.rolesanywhere.authorities.aws.AwsClients;
import dev.rolesanywhere.authorities.aws.AwsEgress;
import dev.rolesanywhere.authorities.aws.Line;
import dev.rolesanywhere.authorities.aws.Moto;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SignatureAlgorithm;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** With moto's KMS (digests by src/test/python/moto_server.py); faults are inserted into the connection. */
class KmsKeyTest extends AuthorityContract {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "example"));
    private static final String DENIED =
            "User: arn:aws:iam::111122223333:user/operator is not authorized to perform: kms:Sign on resource: KEY"
                    + " because no identity-based policy allows the kms:Sign action";

    private final SelfSignedAuthorities authorities = new SelfSignedAuthorities(Pods.CLOCK, Pods.RANDOM);
    private final CertificateAuthorityLoader loader = new CertificateAuthorityLoader(Pods.CLOCK, Pods.RANDOM);
    private Line line;
    private KmsClient kms;
    private String arn;

    @BeforeEach
    void make_a_key() {
        line = new Line(Moto.endpoint());
        kms = client(line.endpoint());
        arn = key(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
    }

    @AfterEach
    void hang_up() {
        if (line != null) {
            line.close();
        }
    }

    @Override
    protected CertificateAuthority authority() {
        return ((LoadedAuthority.Usable) load(arn)).authority();
    }

    @Override
    protected void goAway() {
        line.meet("", new Line.Fault.Cut());
    }

    @Override
    protected void comeBack() {
        line.meet("", new Line.Fault.None());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeySpec.class,
            names = {"ECC_NIST_P256", "ECC_NIST_P384", "RSA_2048", "RSA_3072", "RSA_4096"})
    void keys_of_these_kinds_sign_leaves(KeySpec spec) {
        arn = key(spec, KeyUsageType.SIGN_VERIFY);

        assertThat(checked().issue(pods.template())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"ECC_SECG_P256_K1,SIGN_VERIFY", "ECC_NIST_P521,SIGN_VERIFY", "RSA_2048,ENCRYPT_DECRYPT"})
    void another_kind_of_key_is_rejected_with_the_accepted_kinds(KeySpec spec, KeyUsageType usage) {
        String other = key(spec, usage);

        assertThatExceptionOfType(UnusableAuthorityException.class)
                .isThrownBy(() -> certify(other))
                .withMessageContaining(other)
                .withMessageContaining("ECC_NIST_P256, ECC_NIST_P384, RSA_2048, RSA_3072 or RSA_4096")
                .satisfies(e -> assertThat(e.defect()).isEqualTo(AuthorityDefect.UnsupportedKey));
    }

    @Test
    void the_certificate_of_another_key_is_a_mismatch_and_not_signed_for() {
        X509Certificate kept = certify(arn);
        String other = key(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertUnusable(load(other, kept), AuthorityDefect.KeyMismatch, other);
    }

    @Test
    void a_disabled_key_is_reported() {
        X509Certificate kept = certify(arn);
        // moto's DisableKey fails for asymmetric keys.
        line.meet("Sign", new Line.Fault.Refusal(400, "DisabledException", arn + " is disabled.", Integer.MAX_VALUE));

        assertUnusable(load(arn, kept), AuthorityDefect.BackendNotActive, arn);
    }

    @Test
    void a_key_that_does_not_exist_is_named() {
        X509Certificate kept = certify(arn);

        assertUnusable(
                load("arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000", kept),
                AuthorityDefect.BackendNotFound,
                "kms:GetPublicKey");
    }

    @ParameterizedTest
    @CsvSource({"GetPublicKey,kms:GetPublicKey", "Sign,kms:Sign"})
    void a_missing_permission_is_named_with_its_key_and_awss_message(String call, String action) {
        X509Certificate kept = certify(arn);
        line.meet(call, new Line.Fault.Refusal(400, "AccessDeniedException", DENIED, Integer.MAX_VALUE));

        LoadedAuthority loaded = load(arn, kept);

        assertUnusable(loaded, AuthorityDefect.AccessDenied, "Allow the operator " + action + " on " + arn);
        assertUnusable(loaded, AuthorityDefect.AccessDenied, DENIED);
    }

    @Test
    void a_throttled_call_is_retried_within_the_pods_deadline() {
        CertificateAuthority authority = checked();
        line.meet("Sign", new Line.Fault.Refusal(400, "ThrottlingException", "Rate exceeded", 2));

        assertThat(authority.issue(pods.template())).isNotNull();
    }

    @Test
    void a_throttled_call_fails_with_the_promise_of_a_retry() {
        CertificateAuthority authority = checked();
        line.meet("Sign", new Line.Fault.Refusal(400, "ThrottlingException", "Rate exceeded", Integer.MAX_VALUE));

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .withMessageContaining("The operator retries");
    }

    @Test
    void a_silent_backend_is_not_waited_for_longer_than_a_call_may_last() {
        CertificateAuthority authority = checked();
        line.meet("Sign", new Line.Fault.Silence());

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .withMessageContaining("AWS did not answer");
    }

    @Test
    void a_corrupted_signature_is_never_returned() {
        CertificateAuthority authority = checked();
        String another = key(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        String foreign = signatureOf(another);
        line.meet(
                "Sign",
                new Line.Fault.Changed(
                        text -> text.replaceAll("\"Signature\": ?\"[^\"]*\"", "\"Signature\": \"" + foreign + "\"")));

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .withMessageContaining("not from the key of");
    }

    @Test
    void an_invalid_answer_is_a_failure() {
        CertificateAuthority authority = checked();
        line.meet("Sign", new Line.Fault.Changed(text -> "<html>"));

        assertThatExceptionOfType(IssuingFailedException.class).isThrownBy(() -> authority.issue(pods.template()));
    }

    @Test
    void one_leaf_is_one_call_of_kms_sign() {
        CertificateAuthority authority = checked();
        int before = line.calls().size();

        authority.issue(pods.template());

        assertThat(line.calls().subList(before, line.calls().size())).containsExactly("Sign");
    }

    private String signatureOf(String key) {
        byte[] signature = new KmsKey(kms, key).sign(SignatureAlgorithm.SHA256_ECDSA, new byte[] {1});
        return Base64.getEncoder().encodeToString(signature);
    }

    private X509Certificate certify(String key) {
        return authorities.certify("prod.example.org", 1, new KmsKey(kms, key), SelfSignedAuthorities.DEFAULT_LIFETIME);
    }

    private LoadedAuthority load(String key) {
        return load(key, certify(key));
    }

    private LoadedAuthority load(String key, X509Certificate kept) {
        return loader.load(
                Map.of("tls.crt", CertificatePem.encode(kept).getBytes(StandardCharsets.US_ASCII)),
                new KmsKey(kms, key));
    }

    private String key(KeySpec spec, KeyUsageType usage) {
        return kms.createKey(request -> request.keySpec(spec).keyUsage(usage))
                .keyMetadata()
                .arn();
    }

    private static void assertUnusable(LoadedAuthority loaded, AuthorityDefect defect, String message) {
        assertThat(loaded).isInstanceOfSatisfying(LoadedAuthority.Unusable.class, unusable -> {
            assertThat(unusable.message()).contains(message);
            assertThat(unusable.defect()).isEqualTo(defect);
        });
    }

    private static KmsClient client(URI endpoint) {
        return AwsClients.build(
                KmsClient.builder().credentialsProvider(CREDENTIALS), "eu-west-1", AwsEgress.DIRECT, endpoint);
    }
}
