package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The LIST is played. */
class FirstLookTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:00:00Z"));
    private final PodSnapshots snapshots = new PodSnapshots();
    private final TestInventory inventory = new TestInventory();
    private final List<String> listed = new ArrayList<>();
    private final List<Set<String>> lists = new ArrayList<>();
    private List<Pod> running = List.of();
    private boolean away;
    private final FirstLook looks = new FirstLook(
            (namespace, accounts, each) -> {
                listed.addAll(accounts);
                lists.add(accounts);
                running.forEach(each);
                if (away) {
                    throw new KubernetesClientException("the API server is away");
                }
            },
            inventory,
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
    void one_list_serves_all_new_bindings_of_a_namespace() {
        AWSRoleBinding billing = binding("billing");
        billing.setStatus(
                new AWSRoleBindingStatus(1L, null, null, null, null, null, null, null, null, null, null, null));
        inventory.with(binding("orders"), binding("carts"), billing, binding("market", "stocks"));

        looks.at(binding("orders"));
        looks.at(binding("carts"));

        assertThat(lists).containsExactly(Set.of("orders", "carts"));
        assertThat(snapshots.of(new Account("shop", "carts"))).isPresent();
    }

    @Test
    void each_service_account_gets_its_own_pods() {
        inventory.with(binding("orders"), binding("carts"));
        running = List.of(pod("orders", "a"), pod("carts", "b"), pod("carts", "c"));

        looks.at(binding("orders"));

        assertThat(found("orders")).containsExactly("a");
        assertThat(found("carts")).containsExactlyInAnyOrder("b", "c");
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
    void for_a_minute_after_a_failure_no_thread_waits_for_the_namespace() {
        away = true;
        looks.at(binding("orders"));
        looks.at(binding("carts"));
        assertThat(lists).hasSize(1);

        clock.pass(Duration.ofMinutes(1));
        looks.at(binding("carts"));
        assertThat(lists).hasSize(2);
    }

    @Test
    void with_thousands_of_new_bindings_the_survey_makes_most_checks() {
        IntStream.range(0, 10_000).forEach(number -> looks.at(binding("orders-" + number)));
        assertThat(listed).hasSize(100);

        clock.pass(Duration.ofSeconds(1));
        IntStream.range(0, 10_000).forEach(number -> looks.at(binding("others-" + number)));
        assertThat(listed).hasSize(200);
    }

    private Set<String> found(String account) {
        return snapshots.of(new Account("shop", account)).orElseThrow().pods().keySet();
    }

    private static Pod pod(String account, String uid) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(uid)
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account)
                .endSpec()
                .build();
    }

    private static AWSRoleBinding binding(String account) {
        return binding("shop", account);
    }

    private static AWSRoleBinding binding(String namespace, String account) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(account)
                .build());
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
