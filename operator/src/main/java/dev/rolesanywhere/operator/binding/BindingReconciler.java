package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.schedule.Gathered;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.status.ConditionEvents;
import dev.rolesanywhere.operator.status.StatusWriter;
import dev.rolesanywhere.operator.workload.DryRunForecast;
import dev.rolesanywhere.operator.workload.FirstLook;
import dev.rolesanywhere.operator.workload.PodHealthReports;
import dev.rolesanywhere.operator.workload.PodSnapshots;
import dev.rolesanywhere.operator.workload.SidecarVersions;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Maintains the status of AWSRoleBindings. Writes nothing else, and adds no finalizer. Changes wake it; the hourly
 * reconcile is only for a missed change.
 */
@Singleton
@ControllerConfiguration(
        name = "awsrolebinding",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.HOURS))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 1.5, maxInterval = 60_000)
public class BindingReconciler implements Reconciler<AWSRoleBinding> {
    /** Collects changes of pods for this time before it updates the status. */
    private static final Duration NEWS_OF_PODS = Duration.ofSeconds(5);

    private final Inventory inventory;
    private final OutcomeStore outcomes;
    private final PodSnapshots snapshots;
    private final FirstLook firstLook;
    private final PodHealthReports pods;
    private final SidecarVersions versions;
    private final OperatorSettings settings;
    private final StatusWriter statuses;
    private final ConditionEvents conditionEvents;
    private final Clock clock;

    public BindingReconciler(
            Inventory inventory,
            OutcomeStore outcomes,
            PodSnapshots snapshots,
            FirstLook firstLook,
            PodHealthReports pods,
            SidecarVersions versions,
            OperatorSettings settings,
            StatusWriter statuses,
            ConditionEvents conditionEvents,
            Clock clock) {
        this.inventory = inventory;
        this.outcomes = outcomes;
        this.snapshots = snapshots;
        this.firstLook = firstLook;
        this.pods = pods;
        this.versions = versions;
        this.settings = settings;
        this.statuses = statuses;
        this.conditionEvents = conditionEvents;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, AWSRoleBinding>> prepareEventSources(EventSourceContext<AWSRoleBinding> context) {
        SimpleInboundEventSource<AWSRoleBinding> neighbours = new SimpleInboundEventSource<>("neighbours");
        inventory.onChange(
                AWSRole.class,
                role -> wake(
                        neighbours::propagateEvent,
                        inventory.bindingsOf(role.getMetadata().getName())));
        inventory.onChange(
                Namespace.class,
                namespace -> wake(
                        neighbours::propagateEvent,
                        inventory.bindings(namespace.getMetadata().getName())));
        inventory.onChange(
                ServiceAccount.class,
                account -> wake(
                        neighbours::propagateEvent,
                        inventory.bindingsOf(
                                account.getMetadata().getNamespace(),
                                account.getMetadata().getName())));
        // After a binding is deleted, a younger binding of the namespace may be the first one for a role or a
        // profile.
        inventory.onChange(
                AWSRoleBinding.class,
                binding -> wake(
                        neighbours::propagateEvent,
                        inventory.bindings(binding.getMetadata().getNamespace()).stream()
                                .filter(other -> concerns(binding, other))
                                .toList()));
        var ofPods = new Gathered<ResourceID>("pods-of-bindings", NEWS_OF_PODS, neighbours::propagateEvent);
        snapshots.onChange(account -> wake(ofPods::changed, inventory.bindingsOf(account.namespace(), account.name())));
        outcomes.onChange(role -> wake(ofPods::changed, inventory.bindingsOf(role)));
        return List.of(neighbours);
    }

    @Override
    public UpdateControl<AWSRoleBinding> reconcile(AWSRoleBinding binding, Context<AWSRoleBinding> context) {
        if (binding.getStatus() == null) {
            firstLook.at(binding);
        }
        AWSRoleBindingStatus status = statuses.withPages(
                BindingDecision.decide(facts(binding), binding.getMetadata().getGeneration(), clock.instant()),
                AWSRoleBindingStatus::conditions,
                AWSRoleBindingStatus::with);
        if (status.equals(binding.getStatus())) {
            return UpdateControl.noUpdate();
        }
        conditionEvents.changed(
                binding,
                binding.getStatus() == null ? null : binding.getStatus().conditions(),
                status.conditions());
        AWSRoleBinding fresh = new AWSRoleBinding();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(binding.getMetadata().getName())
                .withNamespace(binding.getMetadata().getNamespace())
                .build());
        statuses.write(binding, status, AWSRoleBindingStatus::conditions, AWSRoleBindingStatus::with, fresh, context);
        return UpdateControl.noUpdate();
    }

    private BindingFacts facts(AWSRoleBinding binding) {
        String namespace = binding.getMetadata().getNamespace();
        String roleName = binding.getSpec().roleRef().name();
        return new BindingFacts(
                namespace,
                binding.getSpec(),
                settings.excludes(namespace),
                inventory
                        .role(roleName)
                        .map(role -> RoleForBinding.of(
                                role,
                                namespace,
                                inventory.namespace(namespace),
                                inventory.trustAnchor(role.getSpec().trustAnchorName())))
                        .orElse(null),
                OlderBindings.of(binding, inventory.bindings(namespace)),
                binding.getSpec().subjects().stream()
                        .map(Subject::name)
                        .distinct()
                        .filter(name ->
                                inventory.serviceAccount(namespace, name).isEmpty())
                        .toList(),
                pods.of(binding),
                versions.podsOfOtherVersions(binding),
                binding.getStatus(),
                binding.getSpec().isDryRun() ? pods.forecast(binding) : DryRunForecast.NOTHING);
    }

    private static boolean concerns(AWSRoleBinding changed, AWSRoleBinding other) {
        return other.getSpec().roleRef().equals(changed.getSpec().roleRef())
                || other.getSpec().profileName().equals(changed.getSpec().profileName());
    }

    private static void wake(Consumer<ResourceID> source, Collection<AWSRoleBinding> bindings) {
        bindings.forEach(binding -> source.accept(ResourceID.fromResource(binding)));
    }
}
