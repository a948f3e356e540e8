package dev.rolesanywhere.authorities.acmpca;

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
import dev.rolesanywhere.pki.authority.CheckedAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityUsageMode;

/** Over moto's Private CA, to which src/test/python/moto_server.py adds APIPassthrough, validity and idempotency. */
class PrivateCaTest extends AuthorityContract {
    private static final String TEMPLATES = "arn:aws:acm-pca:::template/";
    private static final String TEMPLATE = TEMPLATES + "BlankEndEntityCertificate_APIPassthrough/V1";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "example"));

    private Line line;
    private AcmPcaClient pca;
    private String arn;

    @BeforeEach
    void make_a_ca() {
        line = new Line(Moto.endpoint());
        pca = AwsClients.build(
                AcmPcaClient.builder().credentialsProvider(CREDENTIALS),
                "eu-west-1",
                AwsEgress.DIRECT,
                line.endpoint());
        arn = MotoPrivateCa.installed(pca, CertificateAuthorityUsageMode.GENERAL_PURPOSE);
    }

    @AfterEach
    void hang_up() {
        if (line != null) {
            line.close();
        }
    }

    @Override
    protected CertificateAuthority authority() {
        return usable(TEMPLATE);
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
            value = CertificateAuthorityUsageMode.class,
            names = {"GENERAL_PURPOSE", "SHORT_LIVED_CERTIFICATE"})
    void both_modes_issue(CertificateAuthorityUsageMode mode) {
        arn = MotoPrivateCa.installed(pca, mode);
        assertThat(checked().issue(pods.template())).isNotNull();
    }

    @Test
    void the_chain_for_pods_omits_the_trust_anchor() {
        CertificateAuthority authority = checked();

        assertThat(authority.chain()).isEmpty();
        assertThat(authority.trustAnchorCertificate()).isEqualTo(authority.certificate());
    }

    @Test
    void a_certificate_that_is_in_the_making_is_waited_for() {
        CertificateAuthority authority = checked();
        line.meet("GetCertificate", new Line.Fault.Refusal(400, "RequestInProgressException", "in progress", 3));

        assertThat(authority.issue(pods.template())).isNotNull();
        assertThat(Collections.frequency(line.calls(), "IssueCertificate")).isEqualTo(2); // one of them is the CA's own
    }

    @Test
    void a_repeated_request_gets_the_existing_certificate() {
        CertificateAuthority authority = checked();
        LeafTemplate asked = pods.template();
        line.meet("GetCertificate", new Line.Fault.Cut());
        assertThatExceptionOfType(IssuingFailedException.class).isThrownBy(() -> authority.issue(asked));
        comeBack();

        assertThat(authority.issue(asked)).isEqualTo(authority.issue(asked));
    }

    @Test
    void two_pods_never_share_a_token() {
        assertThat(LeafOrder.token(pods.template()))
                .isEqualTo(LeafOrder.token(pods.template()))
                .hasSize(36)
                .isNotEqualTo(LeafOrder.token(new Pods().template()));
    }

    @Test
    void leaves_without_the_key_usage_are_rejected() {
        arn = MotoPrivateCa.installed(pca, CertificateAuthorityUsageMode.GENERAL_PURPOSE);
        CertificateAuthority authority =
                new CheckedAuthority(usable(TEMPLATES + "OCSPSigningCertificate_APIPassthrough/V1"), observer);

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .withMessageContaining("keyUsage lacks digitalSignature");
    }

    @Test
    void leaves_with_the_pods_own_names_are_rejected() {
        CertificateAuthority authority = new CheckedAuthority(usable(TEMPLATES + "EndEntityCertificate/V1"), observer);

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .withMessageContaining("its subject is 'CN=admin,O=elsewhere' rather than 'O=prod.example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeCertificateAuthority,acm-pca:DescribeCertificateAuthority",
        "GetCertificateAuthorityCertificate,acm-pca:GetCertificateAuthorityCertificate"
    })
    void a_right_that_is_missing_for_loading_is_named(String call, String action) {
        line.meet(call, new Line.Fault.Refusal(400, "AccessDeniedException", "User: x is not authorized", 99));

        assertUnusable(AuthorityDefect.AccessDenied, "Allow the operator " + action + " on " + arn);
    }

    @ParameterizedTest
    @CsvSource({"IssueCertificate,acm-pca:IssueCertificate", "GetCertificate,acm-pca:GetCertificate"})
    void a_right_that_is_missing_for_issuing_is_named(String call, String action) {
        CertificateAuthority authority = checked();
        line.meet(call, new Line.Fault.Refusal(400, "AccessDeniedException", "User: x is not authorized", 99));

        assertThatExceptionOfType(IssuingFailedException.class)
                .isThrownBy(() -> authority.issue(pods.template()))
                .withMessageContaining("Allow the operator " + action + " on " + arn);
    }

    @Test
    void a_ca_without_its_certificate_is_reported_with_the_correction() {
        arn = MotoPrivateCa.created(pca, CertificateAuthorityUsageMode.GENERAL_PURPOSE);

        assertUnusable(AuthorityDefect.BackendNotActive, "PENDING_CERTIFICATE. Install its CA certificate.");
    }

    @Test
    void a_disabled_ca_is_reported_with_the_correction() {
        pca.updateCertificateAuthority(
                request -> request.certificateAuthorityArn(arn).status(CertificateAuthorityStatus.DISABLED));

        assertUnusable(AuthorityDefect.BackendNotActive, "DISABLED. Enable it again.");
    }

    @Test
    void a_ca_that_does_not_exist_is_named() {
        arn = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/00000000-0000-0000-0000-000000000000";

        assertUnusable(AuthorityDefect.BackendNotFound, arn);
    }

    @Test
    void a_throttled_order_is_repeated() {
        CertificateAuthority authority = checked();
        line.meet("IssueCertificate", new Line.Fault.Refusal(400, "ThrottlingException", "Rate exceeded", 2));

        assertThat(authority.issue(pods.template())).isNotNull();
    }

    private void assertUnusable(AuthorityDefect defect, String message) {
        assertThat(load(TEMPLATE)).isInstanceOfSatisfying(LoadedAuthority.Unusable.class, unusable -> {
            assertThat(unusable.message()).contains(message);
            assertThat(unusable.defect()).isEqualTo(defect);
        });
    }

    private CertificateAuthority usable(String template) {
        return ((LoadedAuthority.Usable) load(template)).authority();
    }

    private LoadedAuthority load(String template) {
        return new PrivateCa(pca, new CertificateAuthorityLoader(Pods.CLOCK, Pods.RANDOM), arn, template).load();
    }
}
