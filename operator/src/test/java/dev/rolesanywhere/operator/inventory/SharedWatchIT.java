package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.cache.LeanParsing;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch of a real reconciler fills the inventory, from a real API server. */
@NeedsApiServer
class SharedWatchIT {
    private static final String NAMESPACE = "shared-watch";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ApiServer server = ApiServer.shared();
    private final List<String> reconciled = new CopyOnWriteArrayList<>();
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private KubernetesClient client;
    private WatchedInventory inventory;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        server.namespace(NAMESPACE);
        ObjectMapper mapper = new ObjectMapper();
        LeanParsing.withoutManagedFields(mapper);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(server.kubeConfig())))
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
        inventory = new WatchedInventory(client, TestSettings.direct());
        operator =
                new Operator(overrider -> overrider.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(new Noting(reconciled), configuration -> configuration
                .withItemStore(inventory.itemsOf(AWSRoleBinding.class))
                .withInformerListLimit(2L));
        inventory.reconciledWhen(() -> operator.getRuntimeInfo().isStarted());
        inventory.onChange(
                AWSRoleBinding.class,
                binding -> reported.add(binding.getMetadata().getName() + " "
                        + inventory.bindings(NAMESPACE).size()));
    }

    @AfterEach
    void stop() {
        operator.stop();
        inventory.stop(new ShutdownEvent());
        client.close();
        server.client().resources(AWSRoleBinding.class).inNamespace(NAMESPACE).delete();
    }

    @Test
    void the_inventory_has_the_objects_of_the_reconcilers_watch_from_first_list_to_deletion() {
        for (int number = 0; number < 5; number++) {
            server.client()
                    .resource(binding("before-" + number, "shared-watch-reader"))
                    .create();
        }
        inventory.start(new StartupEvent());
        operator.start();

        await().atMost(PATIENCE).until(() -> inventory.isComplete() && reconciled.size() == 5);
        assertThat(inventory.bindings(NAMESPACE)).hasSize(5).allSatisfy(binding -> {
            assertThat(binding.getMetadata().getManagedFields()).isEmpty();
            assertThat(binding.getMetadata().getUid()).isNotEmpty();
        });
        assertThat(inventory.namespace(NAMESPACE)).isPresent();
        assertThat(inventory.serviceAccount(NAMESPACE, "default"))
                .satisfies(account ->
                        assertThat(account.orElseThrow().getMetadata().getUid()).isNotEmpty());

        server.client().resource(binding("after", "shared-watch-writer")).create();
        await().atMost(PATIENCE).until(() -> reconciled.contains("after shared-watch-writer"));
        assertThat(inventory.bindingsOf("shared-watch-writer")).hasSize(1);

        server.client().resource(binding("after", "shared-watch-reader")).update();
        await().atMost(PATIENCE).until(() -> reconciled.contains("after shared-watch-reader"));
        assertThat(inventory.bindingsOf("shared-watch-writer")).isEmpty();
        assertThat(inventory.bindingsOf("shared-watch-reader")).hasSize(6);

        server.client().resources(AWSRoleBinding.class).inNamespace(NAMESPACE).delete();
        await().atMost(PATIENCE).until(() -> inventory.bindings(NAMESPACE).isEmpty());
        await().atMost(PATIENCE).until(() -> reported.getLast().endsWith(" 0"));
    }

    private static AWSRoleBinding binding(String name, String role) {
        return Serialization.unmarshal("""
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSRoleBinding
                metadata: {name: %s, namespace: %s}
                spec: {roleRef: {name: %s}, subjects: [{name: orders}]}
                """.formatted(name, NAMESPACE, role), AWSRoleBinding.class);
    }

    @ControllerConfiguration(name = "noting")
    private static final class Noting implements Reconciler<AWSRoleBinding> {
        private final List<String> reconciled;

        Noting(List<String> reconciled) {
            this.reconciled = reconciled;
        }

        @Override
        public UpdateControl<AWSRoleBinding> reconcile(AWSRoleBinding binding, Context<AWSRoleBinding> context) {
            // Other classes leave bindings in their own namespaces.
            if (binding.getMetadata().getNamespace().equals(NAMESPACE)) {
                reconciled.add(binding.getMetadata().getName() + " "
                        + binding.getSpec().roleRef().name());
            }
            return UpdateControl.noUpdate();
        }
    }
}
