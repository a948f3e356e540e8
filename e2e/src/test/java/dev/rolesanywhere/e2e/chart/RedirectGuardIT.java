package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who may write AWSRoles and AWSTrustAnchors, with and without the permission to redirect requests to AWS. */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class RedirectGuardIT {
    private static final String PEM =
            "\"-----BEGIN CERTIFICATE-----\\nMIIBszCCAVmgAwIBAgIU\\n-----END CERTIFICATE-----\\n\"";

    private static final String ROLE = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: %s}
            spec:
              roleARN: arn:aws:iam::111122223333:role/orders
              allowedNamespaces: {names: [shop]}
              %s
            """;

    private static final String ANCHOR = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSTrustAnchor
            metadata: {name: %s}
            spec:
              trustDomain: prod-1.example.org
              certificateAuthority: {selfSigned: {}}
              %s
            """;

    private final InstalledChart chart;
    private final String name;
    private final String user;
    private final KubernetesClient writer;

    RedirectGuardIT(InstalledChart chart, TestInfo test) {
        this.chart = chart;
        this.name = "redirect-" + Integer.toHexString(test.getDisplayName().hashCode());
        this.user = "writer-of-" + name;
        this.writer = chart.cluster().as(user);
    }

    @BeforeEach
    void grant_write_access_to_the_user() {
        allow("write-" + name, "[get, create, update, patch]", "");
        // RBAC's caches and new policies take a moment.
        InstalledChart.eventually(() -> refusal(() -> dryRun(ROLE.formatted(name, ""))) == 0);
        InstalledChart.eventually(
                () -> refusal(() -> dryRun(ROLE.formatted(name, "aws: {proxy: 'http://ready.example.org'}"))) == 403);
    }

    @AfterEach
    void close() {
        writer.close();
        for (var yaml : new String[] {ROLE, ANCHOR}) {
            chart.client().resource(Chart.document(yaml.formatted(name, ""))).delete();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWSRole        | endpoint       | https://attacker.example.org
            AWSRole        | endpoint       | https://10.1.2.3:8443
            AWSRole        | endpoint       | https://vpce-0a1b.rolesanywhere.eu-west-1.vpce.amazonaws.com.example.org
            AWSRole        | endpoint       | https://example.org.amazonaws.com
            AWSRole        | endpoint       | https://vpce-0a1b.vpce-svc-0a1b.eu-west-1.vpce.amazonaws.com
            AWSRole        | endpoint       | https://rolesanywhere.eu-west-1.amazonaws.com:9443
            AWSRole        | proxy          | http://attacker.example.org:3128
            AWSTrustAnchor | endpoint       | https://attacker.example.org
            AWSTrustAnchor | proxy          | http://attacker.example.org:3128
            """)
    void a_redirected_request_needs_the_verb_redirect(String kind, String field, String value) {
        assertThatThrownBy(() -> create(kind, "aws: {%s: '%s'}".formatted(field, value)))
                .hasMessageContaining(user + " may not set spec.aws." + field + " of " + plural(kind) + "/" + name)
                .hasMessageContaining("resourceNames: [" + name + "], verbs: [redirect]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWSRole", "AWSTrustAnchor"})
    void to_trust_another_authority_or_a_proxy_of_a_secret_needs_the_verb_redirect(String kind) {
        assertThatThrownBy(() -> create(kind, "aws: {caBundle: %s}".formatted(PEM)))
                .hasMessageContaining("may not set spec.aws.caBundle of " + plural(kind) + "/" + name);
        for (String reference :
                List.of("proxySecretRef", "proxyConfigMapRef", "caBundleSecretRef", "caBundleConfigMapRef")) {
            assertThatThrownBy(() -> create(kind, "aws: {%s: {name: corporate}}".formatted(reference)))
                    .hasMessageContaining("may not set spec.aws." + reference + " of " + plural(kind) + "/" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sts.example.org",
                "https://sts.eu-west-1.amazonaws.com.example.org",
                "https://rolesanywhere.eu-west-1.amazonaws.com",
                "https://vpce-0a1b.vpce-svc-0a1b.eu-west-1.vpce.amazonaws.com",
            })
    void another_endpoint_of_sts_needs_the_verb_redirect(String endpoint) {
        assertThatThrownBy(() -> create("AWSRole", "aws: {stsEndpoint: '%s'}".formatted(endpoint)))
                .hasMessageContaining("may not set spec.aws.stsEndpoint of awsroles/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sts.eu-west-1.amazonaws.com",
                "https://sts-fips.us-east-1.amazonaws.com",
                "https://sts.eu-west-1.api.aws",
                "https://sts.cn-north-1.amazonaws.com.cn/",
                "https://vpce-0a1b-c2d3.sts.eu-west-1.vpce.amazonaws.com",
            })
    void an_sts_endpoint_of_aws_needs_no_grant(String endpoint) {
        assertThatCode(() -> create("AWSRole", "aws: {stsEndpoint: '%s'}".formatted(endpoint)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWSRole", "AWSTrustAnchor"})
    void a_patch_needs_the_grant_like_an_update(String kind) {
        chart.create("", (kind.equals("AWSRole") ? ROLE : ANCHOR).formatted(name, "aws: {fips: true}"));
        assertThatThrownBy(() ->
                        patch(kind, "{\"spec\":{\"aws\":{\"fips\":null,\"endpoint\":\"https://a.example.org\"}}}"))
                .hasMessageContaining("may not set spec.aws.endpoint");
        assertThatThrownBy(() -> patch(kind, "{\"spec\":{\"aws\":{\"proxy\":\"http://a.example.org\"}}}"))
                .hasMessageContaining("may not set spec.aws.proxy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rolesanywhere.eu-west-1.amazonaws.com",
                "https://rolesanywhere-fips.us-gov-west-1.amazonaws.com",
                "https://rolesanywhere.eu-west-1.api.aws",
                "https://rolesanywhere.cn-north-1.amazonaws.com.cn/",
                "https://rolesanywhere.cn-north-1.api.amazonwebservices.com.cn",
                "https://rolesanywhere.eusc-de-east-1.amazonaws.eu",
                "https://vpce-0a1b.rolesanywhere.eu-west-1.vpce.amazonaws.com",
                "https://vpce-0a1b-2c3d-eu-west-1a.rolesanywhere.eu-west-1.vpce.amazonaws.com:443",
                "https://vpce-0a1b.rolesanywhere-fips.us-gov-west-1.vpce.amazonaws.com",
                "https://vpce-0a1b.rolesanywhere.cn-north-1.vpce.amazonaws.com.cn",
                "https://vpce-0a1b.rolesanywhere.eusc-de-east-1.vpce.amazonaws.eu",
                "https://vpce-0a1b.rolesanywhere.us-iso-east-1.vpce.c2s.ic.gov",
                "https://vpce-0a1b.rolesanywhere.us-isob-east-1.vpce.sc2s.sgov.gov",
                "https://vpce-0a1b.rolesanywhere.eu-isoe-west-1.vpce.cloud.adc-e.uk",
                "https://vpce-0a1b.rolesanywhere.us-isof-south-1.vpce.csp.hci.ic.gov"
            })
    void an_endpoint_of_aws_needs_no_grant(String endpoint) {
        assertThatCode(() -> dryRun(ROLE.formatted(name, "aws: {endpoint: '%s'}".formatted(endpoint))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_grant_for_one_object_counts_for_that_object() {
        allow("redirect-" + name, "[redirect]", "resourceNames: [" + name + "],");
        String aws = "aws: {endpoint: 'https://vpce.example.org', proxy: 'http://proxy.example.org'}";
        InstalledChart.eventually(() -> refusal(() -> dryRun(ROLE.formatted(name, aws))) == 0);
        assertThatCode(() -> dryRun(ANCHOR.formatted(name, aws))).doesNotThrowAnyException();
        assertThatThrownBy(() -> dryRun(ROLE.formatted("another-" + name, aws)))
                .hasMessageContaining("may not set spec.aws.endpoint, spec.aws.proxy of awsroles/another-" + name);
    }

    @Test
    void a_name_that_is_generated_needs_a_grant_for_every_name() {
        allow("redirect-" + name, "[redirect]", "resourceNames: [" + name + "],");
        String aws = "aws: {endpoint: 'https://vpce.example.org'}";
        InstalledChart.eventually(() -> refusal(() -> dryRun(ROLE.formatted(name, aws))) == 0);
        String generated = ROLE.formatted("x", aws).replace("name: x", "generateName: " + name + "-");
        assertThatThrownBy(() ->
                        writer.resource(Chart.document(generated)).dryRun().create())
                .hasMessageContaining("may not set spec.aws.endpoint");
    }

    @Test
    void an_existing_redirection_stays_valid_while_other_fields_change() {
        chart.create(
                "",
                ROLE.formatted(name, "aws: {endpoint: 'https://vpce.example.org', proxy: 'http://proxy.example.org'}"));
        assertThatCode(() -> patch("AWSRole", "{\"metadata\":{\"labels\":{\"team\":\"shop\"}}}"))
                .doesNotThrowAnyException();
        assertThatCode(() -> patch("AWSRole", "{\"spec\":{\"allowedNamespaces\":{\"names\":[\"other\"]}}}"))
                .doesNotThrowAnyException();
        assertThatCode(() -> patch("AWSRole", "{\"spec\":{\"aws\":{\"proxy\":null}}}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> patch("AWSRole", "{\"spec\":{\"aws\":{\"endpoint\":\"https://other.example.org\"}}}"))
                .hasMessageContaining("may not set spec.aws.endpoint");
    }

    @Test
    void an_endpoint_without_tls_is_rejected_for_admins_too_unless_the_chart_allows_it() {
        assertThatThrownBy(
                        () -> chart.create("", ROLE.formatted(name, "aws: {endpoint: 'http://emulator.aws.svc:8080'}")))
                .hasMessageContaining("spec.aws.endpoint must begin with https://")
                .hasMessageContaining("aws.allowInsecureEndpoints: true");
    }

    @Test
    void a_password_in_a_proxy_is_refused_and_not_repeated() {
        assertThatThrownBy(() ->
                        chart.create("", ROLE.formatted(name, "aws: {proxy: 'http://user:s3cret@proxy.example.org'}")))
                .hasMessageContaining("spec.aws.proxySecretRef")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() ->
                        chart.create("", ROLE.formatted(name, "aws: {proxy: 'user:s3cret@proxy.example.org:3128/x'}")))
                .hasMessageContaining("spec.aws.proxySecretRef")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_status_update_of_the_operator_needs_no_grant() {
        chart.create("", ROLE.formatted(name, "aws: {endpoint: 'https://vpce.example.org'}"));
        allow("status-" + name, "[patch]", "", "awsroles/status");
        InstalledChart.eventually(() -> refusal(() -> on("AWSRole")
                        .subresource("status")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"account\":\"111122223333\"}}"))
                == 0);
    }

    private void create(String kind, String aws) {
        dryRun((kind.equals("AWSRole") ? ROLE : ANCHOR).formatted(name, aws));
    }

    private void dryRun(String yaml) {
        writer.resource(Chart.document(yaml)).dryRun().create();
    }

    private void patch(String kind, String patch) {
        on(kind).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private Resource<GenericKubernetesResource> on(String kind) {
        return writer.genericKubernetesResources("rolesanywhere.dev/v1alpha1", kind)
                .withName(name);
    }

    /** The HTTP status of a rejection; 0 without one. */
    private static int refusal(Runnable request) {
        try {
            request.run();
            return 0;
        } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
            return e.getCode();
        }
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    private void allow(String role, String verbs, String names) {
        allow(role, verbs, names, "awsroles, awstrustanchors");
    }

    private void allow(String role, String verbs, String names, String resources) {
        chart.client()
                .resource(Chart.document("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: %s}
                rules: [{apiGroups: [rolesanywhere.dev], resources: [%s], %s verbs: %s}]
                """.formatted(role, resources, names, verbs)))
                .createOr(r -> r.update());
        chart.client().resource(Chart.document("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %2$s}]
                """.formatted(role, user))).createOr(r -> r.update());
    }
}
