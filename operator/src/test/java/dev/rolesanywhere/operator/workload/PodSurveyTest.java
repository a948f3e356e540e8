package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A binding for ServiceAccount orders in namespace shop, and the pods that a LIST would give; the LIST is played. */
class PodSurveyTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:00:00Z"));
    private final TestInventory inventory = new TestInventory();
    private final OutcomeStore outcomes = new OutcomeStore(clock);
    private final CallerLedger ledger = new CallerLedger(clock);
    private final PodSnapshots snapshots = new PodSnapshots();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RecordedEvents events = new RecordedEvents();
    private final List<Account> listed = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final AWSRoleBinding binding = binding("shop");
    private final PodChanges changes = new PodChanges();
    private @Nullable PodTable table;
    private int tables;
    private Runnable betweenTableAndList = () -> {};
    private PodSurvey survey;
    private PodHealthReports healthReports;

    @BeforeEach
    void set() {
        inventory.with(binding);
        snapshots.beginListening(clock.instant());
        BoundPods list = new BoundPods() {
            @Override
            public void forEach(String namespace, Set<String> accounts, Consumer<Pod> each) {
                accounts.forEach(account -> listed.add(new Account(namespace, account)));
                pods.forEach(each);
            }

            @Override
            public Optional<PodTable> table(String namespace, Set<String> accounts) {
                tables++;
                betweenTableAndList.run();
                return Optional.ofNullable(table);
            }
        };
        Inventory recording = (Inventory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Inventory.class}, (proxy, method, arguments) -> {
                    read.add(method.getName() + (arguments == null ? List.of() : List.of(arguments)));
                    return method.invoke(inventory, arguments);
                });
        survey = new PodSurvey(
                list,
                changes,
                recording,
                snapshots,
                outcomes,
                ledger,
                new SurveyReport(snapshots, ledger, events, metrics, clock),
                new TestSettings(),
                clock);
        healthReports = new PodHealthReports(inventory, snapshots, outcomes, ledger, new TestSettings(), clock);
    }

    @Test
    void a_pod_without_the_sidecar_is_counted_and_gets_one_event() {
        pods.add(pod("old", "app", 0));
        look();
        look();

        assertThat(healthReports.of(binding).worst().orElseThrow().state())
                .isEqualTo(PodHealth.State.PodsWithoutSidecar);
        assertThat(healthReports.of(binding).pods()).isEqualTo("0/1");
        assertThat(events.reasons()).containsExactly("old PodsWithoutSidecar");
    }

    @Test
    void the_first_check_reports_the_result_of_the_look_before_the_first_status() {
        List<Account> told = new ArrayList<>();
        snapshots.onChange(told::add);
        snapshots.putFirst(new Account("shop", "orders"), new PodSnapshots.Look(clock.instant(), Map.of()));
        assertThat(told).isEmpty();

        look();
        look();
        assertThat(told).containsExactly(new Account("shop", "orders"));
    }

    @Test
    void each_check_reports_an_unscheduled_pod_of_the_node_agent_because_time_makes_it_a_problem() {
        Pod unscheduled = pod("unscheduled", "migrate", 0);
        unscheduled
                .getSpec()
                .setVolumes(List.of(
                        new VolumeBuilder().withName(NodeAgent.TOKEN_VOLUME).build()));
        unscheduled
                .getStatus()
                .setConditions(List.of(new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage("0/3 nodes are available")
                        .build()));
        pods.add(unscheduled);
        look();
        List<Account> told = new ArrayList<>();
        snapshots.onChange(told::add);

        look();
        assertThat(told).containsExactly(new Account("shop", "orders"));
    }

    @Test
    void a_check_reads_the_bindings_of_its_own_namespace_once() {
        inventory.with(binding("shop"), binding("other"));
        look();

        assertThat(read.stream().filter(call -> call.startsWith("bindings")))
                .hasSize(1)
                .isSubsetOf("bindings[shop]", "bindings[other]");
    }

    @Test
    void a_pod_of_a_dry_run_is_checked_for_the_forecast_without_an_event() {
        dryRun(true);
        pods.add(pod("old", "app", 0));
        pods.add(pod("injected", "aws-credentials", 0));
        clock.pass(Duration.ofMinutes(2));
        look();

        assertThat(events.reasons()).isEmpty();
        assertThat(snapshots.bound()).isEmpty();
        assertThat(healthReports.forecast(binding).words())
                .contains(
                        "1 pod (old) would get the sidecar",
                        "1 pod (injected)",
                        "lose their credentials at the next renewal");
    }

    @Test
    void a_dry_run_that_is_put_in_force_reports_the_pods_that_have_no_sidecar() {
        dryRun(true);
        pods.add(pod("old", "app", 0));
        look();
        dryRun(false);
        look();

        assertThat(events.reasons()).containsExactly("old PodsWithoutSidecar");
        assertThat(snapshots.bound()).hasSize(1);
    }

    private void dryRun(boolean dryRun) {
        AWSRoleBindingSpec spec = binding.getSpec();
        binding.setSpec(new AWSRoleBindingSpec(spec.roleRef(), spec.subjects(), null, null, null, null, dryRun));
    }

    @Test
    void an_injected_pod_without_requests_is_reported_after_two_minutes() {
        pods.add(pod("new", "aws-credentials", 0));
        look();
        assertThat(healthReports.of(binding).worst()).isEmpty();

        clock.pass(Duration.ofMinutes(2));
        look();
        assertThat(healthReports.of(binding).worst().orElseThrow().state())
                .isEqualTo(PodHealth.State.IssuerUnreachable);
        assertThat(events.reasons()).containsExactly("new IssuerUnreachable");
    }

    @Test
    void pods_that_run_well_and_are_as_before_are_not_listed_again_for_some_minutes() {
        pods.add(pod("new", "aws-credentials", 0));
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        look();
        look();
        assertThat(listed).hasSize(1);
        assertThat(healthReports.of(binding).pods()).isEqualTo("0/1");

        table = new PodTable("another pod", true, Optional.of(Duration.ofHours(1)));
        look();
        assertThat(listed).hasSize(2);

        clock.pass(QuietNamespaces.MOST.minus(SurveySchedule.INTERVAL));
        look();
        assertThat(listed).hasSize(3);
    }

    @Test
    void without_a_change_in_the_watch_not_even_a_table_is_read() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        look();
        clock.pass(QuietNamespaces.MOST);
        watchGoesOn();
        look();
        assertThat(tables).isEqualTo(1);
        assertThat(listed).hasSize(1);

        changes.changed("elsewhere", "2");
        look();
        assertThat(tables).isEqualTo(1);
    }

    @Test
    void a_change_in_the_watch_leads_to_a_table_and_the_same_table_to_no_list() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        changes.changed("shop", "2");
        look();
        look();
        assertThat(tables).isEqualTo(2);
        assertThat(listed).hasSize(1);

        table = new PodTable("another pod", true, Optional.of(Duration.ofHours(1)));
        changes.changed("shop", "3");
        look();
        look();
        assertThat(tables).isEqualTo(3);
        assertThat(listed).hasSize(2);
    }

    @Test
    void a_change_between_table_and_list_leads_to_another_table() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        betweenTableAndList = () -> changes.changed("shop", "2");
        look();
        betweenTableAndList = () -> {};
        look();
        look();
        assertThat(tables).isEqualTo(2);
    }

    @Test
    void a_clock_that_steps_back_hides_no_change() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        clock.pass(Duration.ofSeconds(-5));
        changes.changed("shop", "2");
        clock.pass(Duration.ofSeconds(5));
        look();
        assertThat(tables).isEqualTo(2);
    }

    @Test
    void after_a_failure_the_next_check_reads_the_pods() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        snapshots.onChange(account -> {
            throw new IllegalStateException("a listener fails");
        });
        assertThatThrownBy(this::look).hasMessage("a listener fails");
        look();
        assertThat(listed).hasSize(2);
    }

    @Test
    void a_change_that_no_table_shows_is_found_by_the_next_full_check() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        changes.changed("shop", "2");
        look();
        assertThat(listed).hasSize(1);

        clock.pass(QuietNamespaces.MOST);
        watchGoesOn();
        look();
        assertThat(listed).hasSize(2);
    }

    @Test
    void a_binding_of_another_role_leads_to_a_list_without_a_change_in_the_watch() {
        watch();
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        inventory.remove(binding);
        inventory.with(binding("shop", "writer"));
        look();
        assertThat(listed).hasSize(2);
    }

    @Test
    void changes_in_namespaces_without_a_binding_are_not_kept() {
        watch();
        long before = changes.position();
        changes.changed("office", "2");
        look();
        assertThat(changes.noneAfter(before, "office", clock.instant())).isTrue();
    }

    @Test
    void changes_before_the_watch_began_are_found_by_a_table() {
        table = new PodTable("one pod", true, Optional.of(Duration.ofHours(1)));
        look();
        clock.pass(Duration.ofSeconds(1));
        watch();
        look();
        look();
        assertThat(tables).isEqualTo(2);
        assertThat(listed).hasSize(1);
    }

    @Test
    void unhealthy_pods_are_listed_each_time_even_without_a_change_in_the_watch() {
        watch();
        table = new PodTable("starting", false, Optional.of(Duration.ofHours(1)));
        look();
        look();
        assertThat(listed).hasSize(2);
    }

    @Test
    void unhealthy_and_new_pods_are_listed_each_time() {
        table = new PodTable("starting", false, Optional.of(Duration.ofHours(1)));
        look();
        look();
        assertThat(listed).hasSize(2);

        table = new PodTable("the same name and address", true, Optional.of(Duration.ofSeconds(5)));
        look();
        look();
        assertThat(listed).hasSize(4);
    }

    @Test
    void a_pod_that_started_and_ended_between_two_tables_is_forgotten() {
        table = new PodTable("no pod", true, Optional.empty());
        look();
        outcomes.issued(reference("short"), "reader");
        look();
        look();
        assertThat(outcomes.reportsOf("shop")).isEmpty();

        listed.clear();
        look();
        assertThat(listed).isEmpty();
    }

    @Test
    void a_pod_that_is_newer_than_the_table_is_listed_until_it_ends() {
        table = new PodTable("no pod", true, Optional.empty());
        Pod pod = pod("new", "aws-credentials", 0);
        pod.getMetadata().setCreationTimestamp(clock.instant().toString());
        pods.add(pod);
        look();
        assertThat(healthReports.of(binding).pods()).isEqualTo("0/1");

        pods.clear();
        look();
        assertThat(healthReports.of(binding).pods()).isEqualTo("0/0");
    }

    @Test
    void a_missing_pod_is_confirmed_by_a_second_full_check() {
        outcomes.issued(reference("gone"), "reader");
        table = new PodTable("no pod", true, Optional.empty());
        look();
        look();
        look();

        assertThat(listed).hasSize(2);
        assertThat(outcomes.reportsOf("shop")).isEmpty();
    }

    @Test
    void each_hanging_pod_gets_its_event_eventually_within_the_limit() {
        for (int i = 0; i < 8; i++) {
            pods.add(pod("old-" + i, "app", 0));
        }
        events.room(5);
        look();
        look();
        assertThat(events.all).hasSize(5);

        events.room(5);
        look();
        look();
        assertThat(events.reasons()).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void an_obstacle_ends_with_a_newer_report_of_the_pod() {
        Pod pod = pod("pulls", "aws-credentials", 0);
        pod.getStatus()
                .getInitContainerStatuses()
                .getFirst()
                .setState(new ContainerStateBuilder()
                        .withNewWaiting("not found", "ErrImagePull")
                        .build());
        pods.add(pod);
        look();
        assertThat(healthReports.of(binding).worst().orElseThrow().state()).isEqualTo(PodHealth.State.ImagePullFailed);
        assertThat(events.reasons()).containsExactly("pulls ImagePullFailed");

        clock.pass(Duration.ofSeconds(1));
        outcomes.answered(new Outcome(
                reference("pulls"),
                "reader",
                RoleCondition.Reason.Accepted,
                clock.instant(),
                null,
                clock.instant().plus(Duration.ofHours(1))));
        assertThat(healthReports.of(binding).worst()).isEmpty();
        assertThat(healthReports.of(binding).pods()).isEqualTo("1/1");
    }

    @Test
    void a_pod_without_client_requests_causes_a_notice_and_stays_served() {
        Pod pod = pod("quiet", "aws-credentials", 0);
        pod.getSpec()
                .setContainers(List.of(new ContainerBuilder()
                        .withName("app")
                        .addNewVolumeMount()
                        .withName("rolesanywhere-dev-credentials")
                        .withMountPath("/var/run/rolesanywhere.dev/credentials")
                        .endVolumeMount()
                        .build()));
        pod.getStatus()
                .setContainerStatuses(List.of(new ContainerStatusBuilder()
                        .withName("app")
                        .withNewState()
                        .withNewRunning()
                        .endRunning()
                        .endState()
                        .build()));
        pods.add(pod);
        ledger.called("shop", "uid-quiet");
        outcomes.answered(new Outcome(
                reference("quiet"),
                "reader",
                RoleCondition.Reason.Accepted,
                clock.instant(),
                null,
                clock.instant().plus(Duration.ofHours(1))));
        outcomes.clients(reference("quiet"), false);
        look();
        look();

        assertThat(healthReports.of(binding).all().getFirst().state()).isEqualTo(PodHealth.State.NeverAsked);
        assertThat(healthReports.of(binding).worst()).isEmpty();
        assertThat(healthReports.of(binding).pods()).isEqualTo("1/1");
        assertThat(events.reasons()).containsExactly("quiet NeverAsked");
        assertThat(events.all.getFirst().budget()).isEqualTo(Events.Budget.NOTICE);

        outcomes.clients(reference("quiet"), true);
        look();
        assertThat(healthReports.of(binding).all().getFirst().state()).isEqualTo(PodHealth.State.Served);
    }

    @Test
    void a_pod_with_requests_is_counted_before_its_first_check() {
        outcomes.issued(reference("fresh"), "reader");

        assertThat(healthReports.of(binding).pods()).isEqualTo("0/1");
        assertThat(healthReports.of(binding).complete()).isFalse();
    }

    @Test
    void a_pod_that_is_missing_in_two_checks_is_forgotten() {
        outcomes.issued(reference("gone"), "reader");
        look();
        assertThat(healthReports.of(binding).isEmpty()).isFalse();

        look();
        assertThat(healthReports.of(binding).isEmpty()).isTrue();
    }

    @Test
    void excluded_namespaces_and_unbound_accounts_are_not_checked() {
        inventory.with(binding("kube-system"));
        look();
        inventory.remove(binding);
        look();

        assertThat(listed).containsExactly(new Account("shop", "orders"));
        assertThat(snapshots.bound()).isEmpty();
    }

    @Test
    void a_key_without_a_matching_restart_raises_an_alarm_after_the_kubelet_had_time_to_report() throws Exception {
        pods.add(pod("orders-1", "aws-credentials", 1));
        asks("orders-1", 3);
        look();
        assertThat(events.reasons()).doesNotContain("orders-1 MoreKeysThanRestarts");

        clock.pass(Duration.ofMinutes(1));
        look();
        look();
        assertThat(events.reasons()).containsExactly("orders-1 MoreKeysThanRestarts");
        assertThat(metrics.counter("rolesanywhere.keys.unexplained").count()).isEqualTo(1);
        assertThat(events.all).extracting(RecordedEvents.Recorded::budget).containsExactly(Events.Budget.SECURITY);
    }

    @Test
    void a_key_for_each_start_of_the_sidecar_causes_no_alarm() throws Exception {
        pods.add(pod("orders-1", "aws-credentials", 1));
        asks("orders-1", 2);
        clock.pass(Duration.ofMinutes(5));
        look();

        assertThat(events.reasons()).isEmpty();
        assertThat(metrics.counter("rolesanywhere.keys.unexplained").count()).isZero();
    }

    @Test
    void restarts_before_the_first_key_do_not_hide_an_unexplained_key() {
        pods.add(pod("orders-1", "aws-credentials", 5));
        for (int key = 0; key < 2; key++) {
            ledger.called("shop", "uid-orders-1");
            ledger.proved(
                    "uid-orders-1", KeySpec.P256.generate(new SecureRandom()).getPublic(), 5);
        }
        clock.pass(Duration.ofMinutes(1));
        look();

        assertThat(events.reasons()).containsExactly("orders-1 MoreKeysThanRestarts");
    }

    private void watch() {
        changes.begin("1");
        watchGoesOn();
    }

    private void watchGoesOn() {
        changes.trustUntil(clock.instant().plus(Duration.ofHours(1)));
    }

    private void look() {
        clock.pass(SurveySchedule.INTERVAL);
        survey.look();
    }

    private void asks(String pod, int keys) throws Exception {
        for (int key = 0; key < keys; key++) {
            ledger.called("shop", "uid-" + pod);
            ledger.proved(
                    "uid-" + pod, KeySpec.P256.generate(new SecureRandom()).getPublic(), 0);
        }
    }

    private static PodReference reference(String name) {
        return new PodReference("shop", name, "uid-" + name, "orders");
    }

    private static AWSRoleBinding binding(String namespace) {
        return binding(namespace, "reader");
    }

    private static AWSRoleBinding binding(String namespace, String role) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName("orders")
                .build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference(role),
                List.of(new Subject(null, "orders")),
                null,
                null,
                null,
                null));
        return binding;
    }

    private static Pod pod(String name, String initContainer, int restarts) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-" + name)
                .withCreationTimestamp("2026-01-02T02:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("orders")
                .addNewInitContainer()
                .withName(initContainer)
                .endInitContainer()
                .endSpec()
                .withNewStatus()
                .addNewInitContainerStatus()
                .withName(initContainer)
                .withRestartCount(restarts)
                .withStarted(false)
                .withNewState()
                .withNewRunning("2026-01-02T03:00:10Z")
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();
    }
}
