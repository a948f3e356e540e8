package dev.rolesanywhere.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An attacker runs code in the operator or the webhook: real requests with the tokens of their ServiceAccounts. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompromisedPartE2E {
    private static final String NAMESPACE = "victim";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private KubernetesClient operator;
    private KubernetesClient webhook;

    @BeforeAll
    void a_served_pod_exists() throws Exception {
        Workload.namespace(NAMESPACE).bind(NAMESPACE);
        Account.in(new IssuingEndpoint(), NAMESPACE, "app", "app");
        operator = installation.cluster().bearing(token(Installation.NAME));
        webhook = installation.cluster().bearing(token(Installation.WEBHOOK));
    }

    @AfterAll
    void close() {
        operator.close();
        webhook.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            lists all Secrets,                GET,    /api/v1/secrets
            reads Secrets elsewhere,          GET,    /api/v1/namespaces/victim/secrets
            deletes a CA's key,               DELETE, /api/v1/namespaces/roles-anywhere/secrets/awsta-default-ca
            reads ConfigMaps elsewhere,       GET,    /api/v1/namespaces/victim/configmaps
            execs into a pod,                 POST,   /api/v1/namespaces/victim/pods/app/exec?command=id&stdout=true
            execs into a pod of its own,      POST,   /api/v1/namespaces/roles-anywhere/pods/any/exec?command=id&stdout=true
            adds a debug container,           PATCH,  /api/v1/namespaces/victim/pods/app/ephemeralcontainers
            creates a pod,                    POST,   /api/v1/namespaces/victim/pods
            creates a pod beside itself,      POST,   /api/v1/namespaces/roles-anywhere/pods
            changes a pod elsewhere,          PATCH,  /api/v1/namespaces/victim/pods/app
            deletes a pod,                    DELETE, /api/v1/namespaces/victim/pods/app
            changes its own Deployment,       PATCH,  /apis/apps/v1/namespaces/roles-anywhere/deployments/roles-anywhere-operator
            creates a Job,                    POST,   /apis/batch/v1/namespaces/victim/jobs
            makes a token of another account, POST,   /api/v1/namespaces/victim/serviceaccounts/app/token
            gives a role away,                POST,   /apis/rolesanywhere.dev/v1alpha1/namespaces/victim/awsrolebindings
            opens a role to more namespaces,  PATCH,  /apis/rolesanywhere.dev/v1alpha1/awsroles/victim
            labels a namespace,               PATCH,  /api/v1/namespaces/victim
            grants itself more,               POST,   /apis/rbac.authorization.k8s.io/v1/clusterrolebindings
            takes the guards away,            DELETE, /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/roles-anywhere-operator-bind
            adds a webhook,                   POST,   /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations
            goes through a kubelet,           GET,    /api/v1/nodes/any/proxy/pods
            """)
    void a_compromised_operator_is_rejected(String what, String method, String path) {
        refused(operator, what, method, path);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            reads the CA's key,               GET,    /api/v1/namespaces/roles-anywhere/secrets/awsta-default-ca
            reads its own TLS key again,      GET,    /api/v1/namespaces/roles-anywhere/secrets/roles-anywhere-operator-webhook-tls
            lists all Secrets,                GET,    /api/v1/secrets
            reads ConfigMaps,                 GET,    /api/v1/namespaces/roles-anywhere/configmaps
            reads pods,                       GET,    /api/v1/namespaces/victim/pods/app
            execs into a pod,                 POST,   /api/v1/namespaces/victim/pods/app/exec?command=id&stdout=true
            adds a debug container,           PATCH,  /api/v1/namespaces/victim/pods/app/ephemeralcontainers
            creates a pod,                    POST,   /api/v1/namespaces/victim/pods
            changes its own Deployment,       PATCH,  /apis/apps/v1/namespaces/roles-anywhere/deployments/roles-anywhere-operator-webhook
            makes a token of another account, POST,   /api/v1/namespaces/victim/serviceaccounts/app/token
            asks whose token one is,          POST,   /apis/authentication.k8s.io/v1/tokenreviews
            gives a role away,                POST,   /apis/rolesanywhere.dev/v1alpha1/namespaces/victim/awsrolebindings
            opens a role to more namespaces,  PATCH,  /apis/rolesanywhere.dev/v1alpha1/awsroles/victim
            labels a namespace,               PATCH,  /api/v1/namespaces/victim
            widens its own configuration,     PATCH,  /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/roles-anywhere-operator
            grants itself more,               POST,   /apis/rbac.authorization.k8s.io/v1/clusterrolebindings
            """)
    void a_compromised_webhook_is_rejected(String what, String method, String path) {
        refused(webhook, what, method, path);
    }

    @Test
    void a_compromised_webhook_can_read_bindings() {
        assertThat(webhook.resources(AWSRoleBinding.class)
                        .inAnyNamespace()
                        .list()
                        .getItems())
                .extracting(binding -> binding.getMetadata().getNamespace())
                .contains(NAMESPACE);
    }

    @Test
    void a_compromised_webhook_gets_no_certificate() throws Exception {
        var answer = new IssuingEndpoint()
                .post(token(Installation.WEBHOOK), KeyHolder.fresh().csr());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("TokenWrongAudience");
    }

    @Test
    void a_compromised_operator_can_read_the_ca_key() {
        assertThat(operator.secrets()
                        .inNamespace(Installation.NAMESPACE)
                        .withName("awsta-default-ca")
                        .get())
                .isNotNull();
    }

    @Test
    void a_compromised_operator_can_redirect_admission() {
        assertThatCode(() -> operator.admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName(Installation.NAME)
                        .dryRun()
                        .patch(MERGE, "{\"webhooks\":[]}"))
                .doesNotThrowAnyException();
    }

    /** The operator may write labels of pods in its namespace, and RBAC cannot limit a right to single fields. */
    @Test
    void a_compromised_operator_can_change_the_image_of_a_pod_in_its_namespace() {
        String pod = client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel("app.kubernetes.io/component", "webhook")
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName();
        assertThatCode(() -> operator.pods()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(pod)
                        .dryRun()
                        .patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"evil:1\"}]"))
                .doesNotThrowAnyException();
    }

    private static void refused(KubernetesClient part, String what, String method, String path) {
        var refusal = catchThrowableOfType(
                KubernetesClientException.class,
                () -> part.raw(path, method, method.equals("GET") || method.equals("DELETE") ? null : "{}"));
        assertThat(refusal).as(what).isNotNull();
        assertThat(refusal.getCode()).as(what + ": " + refusal.getMessage()).isEqualTo(403);
    }

    private String token(String serviceAccount) {
        return client.serviceAccounts()
                .inNamespace(Installation.NAMESPACE)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }
}
