package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint.Answer;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An attacker who may create pods in a namespace tries to get roles that the ServiceAccounts there do not have. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodAuthorE2E {
    private static final String IMAGE = Installation.PYTHON_IMAGE;
    private static final String NAMESPACE = "author";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private Workload shop;
    private IssuingEndpoint endpoint;

    @BeforeAll
    void a_bound_and_an_unbound_serviceaccount_exist() throws Exception {
        shop = Workload.namespace(NAMESPACE).bind(NAMESPACE);
        client.resource("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: thief, namespace: author}
                """).create();
        endpoint = new IssuingEndpoint();
    }

    @Test
    void a_copied_sidecar_in_a_pod_of_an_unbound_serviceaccount_gets_no_certificate() throws Exception {
        Pod bound = dryRun(pod());
        Pod copy = shop.create(new PodBuilder()
                .withNewMetadata()
                .withName("copy")
                .withNamespace(NAMESPACE)
                .withAnnotations(bound.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(bound.getSpec())
                .editSpec()
                .withServiceAccountName("thief")
                .withServiceAccount(null)
                .withNodeName(null)
                .endSpec());
        assertThat(Workload.injected(copy)).isTrue();
        String token = endpoint.token(NAMESPACE, "thief", "rolesanywhere.dev", copy);
        Answer answer = endpoint.post(token, KeyHolder.fresh().csr());
        assertThat(answer.body().path("roles")).isEmpty();
    }

    @Test
    void an_annotation_after_admission_has_no_effect_on_roles() throws Exception {
        Account account = Account.in(endpoint, NAMESPACE, "app", "annotated-later");
        client.resource(account.pod()).edit(pod -> {
            pod.getMetadata().getAnnotations().put(Annotations.ROLE, "door");
            return pod;
        });
        Answer answer = account.ask(KeyHolder.fresh());
        assertThat(Account.leaf(answer, "door")).isEmpty();
        assertThat(Account.refusal(answer, "door")).isEqualTo("RoleNotBound");
    }

    @Test
    void a_forged_mark_of_injection_does_not_keep_a_container_of_their_own_in_the_sidecars_place() {
        Pod admitted = dryRun(pod().editMetadata()
                .addToAnnotations(Annotations.INJECTED, "0.1.0")
                .endMetadata()
                .editSpec()
                .withInitContainers(container(Sidecar.CONTAINER, IMAGE)
                        .withRestartPolicy("Always")
                        .withCommand("sleep", "1000")
                        .build())
                .endSpec());
        Container sidecar = admitted.getSpec().getInitContainers().getFirst();
        assertThat(sidecar.getImage()).contains("roles-anywhere-sidecar");
        assertThat(sidecar.getCommand()).isEmpty();
    }

    @Test
    void a_container_of_the_sidecars_name_is_refused() {
        assertThatThrownBy(() -> dryRun(shop.pod(
                        "app",
                        container(Sidecar.CONTAINER, IMAGE).build(),
                        container("app", IMAGE).build())))
                .hasMessageContaining("has its own container aws-credentials")
                .hasMessageContaining("rename that container");
    }

    @Test
    void an_init_container_of_the_sidecars_name_is_refused() {
        assertThatThrownBy(() -> dryRun(pod().editSpec()
                        .withInitContainers(container(Sidecar.CONTAINER, IMAGE)
                                .withRestartPolicy("Always")
                                .build())
                        .endSpec()))
                .hasMessageContaining("has its own container aws-credentials");
    }

    @Test
    void a_volume_of_the_sidecars_name_is_refused() {
        assertThatThrownBy(() -> dryRun(pod().editSpec()
                        .addNewVolume()
                        .withName(Sidecar.CREDENTIALS_VOLUME)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .endSpec()))
                .hasMessageContaining("has its own volume rolesanywhere-dev-credentials")
                .hasMessageContaining("rename that volume");
    }

    @Test
    void a_mount_of_the_sidecars_token_is_refused() {
        assertThatThrownBy(() -> dryRun(pod().editMetadata()
                        .addToAnnotations(Annotations.INJECTED, "0.1.0")
                        .endMetadata()
                        .editSpec()
                        .addNewVolume()
                        .withName(Sidecar.ISSUER_TOKEN_VOLUME)
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .editFirstContainer()
                        .addNewVolumeMount()
                        .withName(Sidecar.ISSUER_TOKEN_VOLUME)
                        .withMountPath("/mine")
                        .endVolumeMount()
                        .endContainer()
                        .endSpec()))
                .hasMessageContaining("and the webhook reserves this volume for credentials");
    }

    @Test
    void a_shared_process_namespace_causes_an_admission_warning() {
        String said = installation.cluster().run("sh", "-c", """
                        KUBECONFIG=/etc/rancher/k3s/k3s.yaml kubectl run app -n author --image=x --dry-run=server -o name --overrides='{"spec":{"serviceAccountName":"app",\
                        "shareProcessNamespace":true,"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},\
                        "containers":[{"name":"app","image":"x","securityContext":{"allowPrivilegeEscalation":false,\
                        "capabilities":{"drop":["ALL"]}}}]}}' 2>&1""");
        assertThat(said)
                .contains("Warning: ")
                .contains("with shareProcessNamespace, every container of the pod can read the credentials");
    }

    @Test
    void the_sidecar_is_restricted_with_a_read_only_root_and_without_the_api_token() {
        Container sidecar = dryRun(pod()).getSpec().getInitContainers().getFirst();
        assertThat(sidecar.getName()).isEqualTo(Sidecar.CONTAINER);
        var context = sidecar.getSecurityContext();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getRunAsNonRoot()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getPrivileged()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(sidecar.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsOnly(Sidecar.CREDENTIALS_VOLUME, Sidecar.ISSUER_TOKEN_VOLUME);
    }

    private PodBuilder pod() {
        return shop.pod("app", container("app", IMAGE).build());
    }

    private Pod dryRun(PodBuilder pod) {
        return client.resource(pod.build()).dryRun().create();
    }
}
