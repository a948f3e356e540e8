package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.registration.Registrations;
import dev.rolesanywhere.operator.role.TrustPolicy.BoundAccount;
import dev.rolesanywhere.operator.schedule.Gathered;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.status.ConditionEvents;
import dev.rolesanywhere.operator.status.StatusWriter;
import dev.rolesanywhere.operator.workload.PodHealthReports;
import dev.rolesanywhere.operator.workload.PodSnapshots;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the status of AWSRoles. Writes nothing else. Changes wake it; the hourly reconcile is only for a missed change. */
@Singleton
@ControllerConfiguration(
        name = "awsrole",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.HOURS))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 1.5, maxInterval = 60_000)
public class RoleReconciler implements Reconciler<AWSRole> {
    /** Their messages quote AWS, an issuer or a PKCS#11 module, so they are shown only in the trust anchor's status. */
    private static final Set<String> QUOTES_A_BACKEND = Stream.of(
                    TrustAnchorCondition.Reason.BackendNotFound,
                    TrustAnchorCondition.Reason.AccessDenied,
                    TrustAnchorCondition.Reason.BackendNotActive,
                    TrustAnchorCondition.Reason.BackendUnavailable,
                    TrustAnchorCondition.Reason.PinRefused,
                    TrustAnchorCondition.Reason.LeafRefused,
                    TrustAnchorCondition.Reason.UnsupportedKey)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    /** Delay from the first report of a pod to the status update. Longer than for a binding, because a role has the pods of many bindings. */
    private static final Duration NEWS_OF_PODS = Duration.ofSeconds(10);

    /** A binding wakes its role and the roles of its namespace. While thousands of bindings are created, each would wake most roles. */
    private static final Gathered.Delay NEWS_OF_BINDINGS =
            new Gathered.Delay(Duration.ofMillis(500), Duration.ofSeconds(20), 50);

    private final Inventory inventory;
    private final OutcomeStore outcomes;
    private final PodSnapshots snapshots;
    private final PodHealthReports pods;
    private final OperatorSettings settings;
    private final StatusWriter statuses;
    private final ConditionEvents conditionEvents;
    private final EgressResolver egressResolver;
    private final Clock clock;

    public RoleReconciler(
            Inventory inventory,
            OutcomeStore outcomes,
            PodSnapshots snapshots,
            PodHealthReports pods,
            OperatorSettings settings,
            StatusWriter statuses,
            ConditionEvents conditionEvents,
            EgressResolver egressResolver,
            Clock clock) {
        this.inventory = inventory;
        this.outcomes = outcomes;
        this.snapshots = snapshots;
        this.pods = pods;
        this.settings = settings;
        this.statuses = statuses;
        this.conditionEvents = conditionEvents;
        this.egressResolver = egressResolver;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, AWSRole>> prepareEventSources(EventSourceContext<AWSRole> context) {
        SimpleInboundEventSource<AWSRole> neighbours = new SimpleInboundEventSource<>("neighbours");
        inventory.onChange(AWSTrustAnchor.class, anchor -> inventory
                .rolesOf(anchor.getMetadata().getName())
                .forEach(role -> neighbours.propagateEvent(ResourceID.fromResource(role))));
        // A binding can claim a profile of another role in its namespace, and a label can allow a namespace.
        var ofBindings = new Gathered<String>(
                "bindings-of-roles", NEWS_OF_BINDINGS, role -> neighbours.propagateEvent(new ResourceID(role)));
        inventory.onChange(AWSRoleBinding.class, binding -> {
            ofBindings.changed(binding.getSpec().roleRef().name());
            rolesOf(binding.getMetadata().getNamespace()).forEach(ofBindings::changed);
        });
        inventory.onChange(Secret.class, secret -> wakeRolesWhoseEgressNames(secret, neighbours));
        inventory.onChange(ConfigMap.class, map -> wakeRolesWhoseEgressNames(map, neighbours));
        inventory.onChange(
                Namespace.class, namespace -> rolesOf(namespace.getMetadata().getName())
                        .forEach(role -> neighbours.propagateEvent(new ResourceID(role))));
        var ofPods = new Gathered<String>(
                "pods-of-roles", NEWS_OF_PODS, role -> neighbours.propagateEvent(new ResourceID(role)));
        snapshots.onChange(account -> inventory
                .bindingsOf(account.namespace(), account.name())
                .forEach(binding -> ofPods.changed(binding.getSpec().roleRef().name())));
        outcomes.onChange(ofPods::changed);
        return List.of(neighbours);
    }

    @Override
    public UpdateControl<AWSRole> reconcile(AWSRole role, Context<AWSRole> context) {
        AWSRoleStatus status = statuses.withPages(
                RoleDecision.decide(facts(role), role.getMetadata().getGeneration(), clock.instant()),
                AWSRoleStatus::conditions,
                AWSRoleStatus::with);
        if (status.equals(role.getStatus())) {
            return UpdateControl.noUpdate();
        }
        conditionEvents.changed(
                role, role.getStatus() == null ? null : role.getStatus().conditions(), status.conditions());
        AWSRole fresh = new AWSRole();
        fresh.setMetadata(
                new ObjectMetaBuilder().withName(role.getMetadata().getName()).build());
        statuses.write(role, status, AWSRoleStatus::conditions, AWSRoleStatus::with, fresh, context);
        return UpdateControl.noUpdate();
    }

    private RoleFacts facts(AWSRole role) {
        String name = role.getMetadata().getName();
        List<AWSRoleBinding> bindings =
                inventory.bindingsOf(name).stream().filter(GivenRole::isInForce).toList();
        List<BoundAccount> bound = ServedAccounts.of(role, inventory, settings::excludes);
        Optional<RoleFacts.Anchor> anchor =
                inventory.trustAnchor(role.getSpec().trustAnchorName()).map(found -> anchor(found, role));
        return new RoleFacts(
                name,
                role.getSpec(),
                anchor.orElse(null),
                bindings.size(),
                bound,
                pods.of(name, bindings),
                role.getStatus());
    }

    /** Any role may reference it; there are few such objects, and they rarely change. */
    private void wakeRolesWhoseEgressNames(HasMetadata object, SimpleInboundEventSource<AWSRole> neighbours) {
        inventory.roles().stream()
                .filter(role -> egressResolver.names(role, object))
                .forEach(role -> neighbours.propagateEvent(ResourceID.fromResource(role)));
    }

    private Stream<String> rolesOf(String namespace) {
        return inventory.bindings(namespace).stream()
                .map(binding -> binding.getSpec().roleRef().name())
                .distinct();
    }

    private RoleFacts.Anchor anchor(AWSTrustAnchor anchor, AWSRole role) {
        return new RoleFacts.Anchor(
                anchor.getSpec().trustDomain(),
                Registrations.of(anchor),
                notReady(anchor),
                egressResolver.of(role, anchor) instanceof ResolvedEgress.NotAllowed(String message) ? message : null,
                anchor.getSpec().certificateAuthority().external());
    }

    private static @Nullable String notReady(AWSTrustAnchor anchor) {
        String type = TrustAnchorCondition.CertificateAuthorityReady.name();
        Optional<Condition> condition = anchor.getStatus() == null
                ? Optional.empty()
                : Conditions.find(anchor.getStatus().conditions(), type);
        if (condition.isEmpty()) {
            return "the operator has not processed its certificate authority yet.";
        }
        if (condition.get().holds()) {
            return null;
        }
        return QUOTES_A_BACKEND.contains(condition.get().reason())
                ? "%s. For details run 'kubectl describe awsta %s'."
                        .formatted(
                                condition.get().reason(), anchor.getMetadata().getName())
                : condition.get().message();
    }
}
