package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The watches' connections fail silently, as with a firewall that lost its state, and a binding is deleted. */
@NeedsApiServer
class SilentWatchIT {
    private static final String NAMESPACE = "silent-watch";

    @Test
    void a_deleted_binding_is_not_used_although_the_watch_still_has_the_binding() throws Exception {
        ApiServer server = ApiServer.shared();
        server.namespace(NAMESPACE);
        server.client().resource(binding("first")).create();
        Config config = Config.fromKubeconfig(Files.readString(server.kubeConfig()));
        try (SilentLine line = new SilentLine(URI.create(config.getMasterUrl()).getPort());
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(config)
                                .withMasterUrl("https://localhost:" + line.port())
                                .withRequestTimeout(2000)
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build()) {
            WatchedInventory inventory = new WatchedInventory(client, TestSettings.direct());
            inventory.start(new StartupEvent());
            // In place of the reconciler's.
            SharedIndexInformer<AWSRoleBinding> bindings = client.resources(AWSRoleBinding.class)
                    .inAnyNamespace()
                    .runnableInformer(0)
                    .itemStore(inventory.itemsOf(AWSRoleBinding.class));
            bindings.exceptionHandler((started, failure) -> true);
            inventory.reconciledWhen(bindings::hasSynced);
            bindings.run();
            try {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> inventory.isComplete()
                                && inventory.bindings(NAMESPACE).size() == 1);

                // Changes after the list come through the watch, so there is one from here on.
                server.client().resource(binding("second")).create();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> inventory.bindings(NAMESPACE).size() == 2);
                assertThat(inventory.bindingsNow(NAMESPACE))
                        .as("the kept objects while their versions are those of the API server")
                        .usingElementComparator((one, other) -> one == other ? 0 : 1)
                        .hasSameElementsAs(inventory.bindings(NAMESPACE));

                line.goSilent();
                server.client().resource(binding("first")).delete();
                server.client().resource(binding("second")).delete();
                server.client().resource(binding("third")).create();

                // A pooled connection may be silent too. Such a request must fail, and so does issuing.
                await().atMost(Duration.ofMinutes(1)).until(() -> answered(inventory));
                assertThat(inventory.bindingsNow(NAMESPACE))
                        .extracting(binding -> binding.getMetadata().getName())
                        .containsExactly("third");
                assertThat(inventory.bindings(NAMESPACE))
                        .as("what the watch told last")
                        .hasSize(2);
            } finally {
                bindings.stop();
                inventory.stop(new ShutdownEvent());
            }
        }
    }

    /** Whether a request was answered. No answer may have the deleted bindings. */
    private static boolean answered(WatchedInventory inventory) {
        try {
            assertThat(inventory.bindingsNow(NAMESPACE))
                    .extracting(binding -> binding.getMetadata().getName())
                    .doesNotContain("first", "second");
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static AWSRoleBinding binding(String name) {
        return io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
                """
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSRoleBinding
                metadata: {name: %s, namespace: %s}
                spec: {roleRef: {name: reader}, subjects: [{name: orders}]}
                """.formatted(name, NAMESPACE), AWSRoleBinding.class);
    }
}
