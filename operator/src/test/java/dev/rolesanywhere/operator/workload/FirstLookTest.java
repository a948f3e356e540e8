package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The LIST is played. */
class FirstLookTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:00:00Z"));
    private final PodSnapshots snapshots = new PodSnapshots();
    private final List<String> listed = new ArrayList<>();
    private boolean away;
    private final FirstLook looks = new FirstLook(
            (namespace, accounts, each) -> {
                listed.addAll(accounts);
                if (away) {
                    throw new KubernetesClientException("the API server is away");
                }
            },
            new TestInventory(),
            snapshots,
            clock);

    @Test
    void pods_of_a_new_binding_are_checked_once() {
        looks.at(binding("orders"));
        looks.at(binding("orders"));

        assertThat(listed).containsExactly("orders");
        assertThat(snapshots.of(new Account("shop", "orders"))).isPresent();
    }

    @Test
    void results_of_the_survey_stay() {
        Look found = new Look(clock.instant(), Map.of());
        snapshots.put(new Account("shop", "orders"), found, false);

        looks.at(binding("orders"));

        assertThat(listed).isEmpty();
        assertThat(snapshots.of(new Account("shop", "orders"))).containsSame(found);
    }

    @Test
    void with_an_unreachable_api_server_the_survey_checks_the_pods() {
        away = true;

        looks.at(binding("orders"));

        assertThat(snapshots.of(new Account("shop", "orders"))).isEmpty();
    }

    @Test
    void with_thousands_of_new_bindings_the_survey_makes_most_checks() {
        IntStream.range(0, 10_000).forEach(number -> looks.at(binding("orders-" + number)));
        assertThat(listed).hasSize(100);

        clock.pass(Duration.ofSeconds(1));
        IntStream.range(0, 10_000).forEach(number -> looks.at(binding("others-" + number)));
        assertThat(listed).hasSize(200);
    }

    private static AWSRoleBinding binding(String account) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(
                new ObjectMetaBuilder().withNamespace("shop").withName(account).build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference("reader"),
                List.of(new Subject(null, account)),
                null,
                null,
                null,
                null));
        return binding;
    }
}
