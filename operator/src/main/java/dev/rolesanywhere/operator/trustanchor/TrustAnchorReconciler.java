package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.external.TrustBundles;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.NamespaceVote;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.probe.RegistrationProbe;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.operator.status.StatusWriter;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Maintains the CA of AWSTrustAnchors, its ConfigMap and the status. Reacts to annotations too, so generations are ignored. */
@Singleton
@ControllerConfiguration(
        name = "awstrustanchor",
        generationAwareEventProcessing = false,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 1.5, maxInterval = 60_000)
public class TrustAnchorReconciler implements Reconciler<AWSTrustAnchor> {
    /** Polling, because no event reports that the next CA was registered in AWS, or that a backend or AWS is reachable again. */
    private static final Duration WHILE_WAITING = Duration.ofMinutes(1);

    private final Inventory inventory;
    private final AuthorityLife life;
    private final AnchorEvents events;
    private final OutcomeStore outcomes;
    private final RegistrationProbe registration;
    private final EgressResolver egressResolver;
    private final StatusWriter statuses;

    public TrustAnchorReconciler(
            Inventory inventory,
            AuthorityLife life,
            AnchorEvents events,
            OutcomeStore outcomes,
            RegistrationProbe registration,
            EgressResolver egressResolver,
            StatusWriter statuses) {
        this.inventory = inventory;
        this.life = life;
        this.events = events;
        this.outcomes = outcomes;
        this.registration = registration;
        this.egressResolver = egressResolver;
        this.statuses = statuses;
    }

    @Override
    public List<EventSource<?, AWSTrustAnchor>> prepareEventSources(EventSourceContext<AWSTrustAnchor> context) {
        SimpleInboundEventSource<AWSTrustAnchor> neighbours = new SimpleInboundEventSource<>("neighbours");
        inventory.onChange(Secret.class, secret -> wakeConcerned(secret, neighbours));
        inventory.onChange(ConfigMap.class, map -> wakeConcerned(map, neighbours));
        inventory.onChange(
                AWSRole.class,
                role -> neighbours.propagateEvent(new ResourceID(role.getSpec().trustAnchorName())));
        outcomes.onChange(role -> inventory
                .role(role)
                .ifPresent(found ->
                        neighbours.propagateEvent(new ResourceID(found.getSpec().trustAnchorName()))));
        inventory.onChange(AWSTrustAnchor.class, changed -> {
            String name = changed.getMetadata().getName();
            if (inventory.trustAnchor(name).isEmpty()) {
                life.forget(name);
                registration.forget(name);
            }
        });
        return List.of(neighbours);
    }

    private void wakeConcerned(HasMetadata object, SimpleInboundEventSource<AWSTrustAnchor> neighbours) {
        inventory.trustAnchors().stream()
                .filter(anchor -> object instanceof Secret secret && holdsAuthority(secret, anchor)
                        || object instanceof ConfigMap map
                                && map.getMetadata().getName().equals(TrustBundles.configMap(anchor))
                        || egressResolver.names(anchor, object))
                .forEach(anchor -> neighbours.propagateEvent(ResourceID.fromResource(anchor)));
    }

    private static boolean holdsAuthority(Secret object, AWSTrustAnchor anchor) {
        String secret = object.getMetadata().getName();
        return AuthorityNames.own(anchor.getMetadata().getName()).equals(secret)
                || secret.equals(AuthorityNames.given(anchor))
                || secret.equals(AuthorityNames.pin(anchor));
    }

    @Override
    public UpdateControl<AWSTrustAnchor> reconcile(AWSTrustAnchor anchor, Context<AWSTrustAnchor> context) {
        ReportedOutcomes reported = reported(anchor);
        TrustAnchorFacts facts =
                life.advance(anchor, reported, authority -> ask(anchor, reported.onTheTrustAnchor(), authority));
        AWSTrustAnchorStatus status = statuses.withPages(
                TrustAnchorDecision.decide(
                        facts,
                        anchor.getMetadata().getGeneration(),
                        anchor.getSpec().certificateAuthority().kind()),
                AWSTrustAnchorStatus::conditions,
                AWSTrustAnchorStatus::with);
        UpdateControl<AWSTrustAnchor> control = UpdateControl.noUpdate();
        if (!status.equals(anchor.getStatus())) {
            statuses.write(
                    anchor,
                    status,
                    AWSTrustAnchorStatus::conditions,
                    AWSTrustAnchorStatus::with,
                    fresh(anchor),
                    context);
            // After the write: a failed write is retried and would repeat the Events.
            events.changed(anchor, status);
        }
        if (facts.managed().isRefused()) {
            return control.rescheduleAfter(life.pauseAfterRefusal(anchor));
        }
        boolean soon = facts.authority().reason() == Reason.BackendUnavailable
                || !facts.vote().badly().isEmpty()
                || facts.rotation()
                        .filter(report -> report.generations().next() != null)
                        .isPresent();
        return soon ? control.rescheduleAfter(WHILE_WAITING) : control;
    }

    private static AWSTrustAnchor fresh(AWSTrustAnchor anchor) {
        AWSTrustAnchor fresh = new AWSTrustAnchor();
        fresh.setMetadata(
                new ObjectMetaBuilder().withName(anchor.getMetadata().getName()).build());
        return fresh;
    }

    /** Reports of pods make the operator check AWS itself, unless several namespaces report success. */
    private Optional<TrustProof> ask(AWSTrustAnchor anchor, NamespaceVote vote, CertificateAuthority authority) {
        boolean trouble = !vote.badly().isEmpty();
        boolean settled = vote.verdict() == NamespaceVote.Verdict.SILENCE
                || vote.verdict() == NamespaceVote.Verdict.WELL && !trouble;
        return settled ? Optional.empty() : Optional.of(registration.ask(anchor, authority, trouble));
    }

    private ReportedOutcomes reported(AWSTrustAnchor anchor) {
        return inventory.rolesOf(anchor.getMetadata().getName()).stream()
                .map(role -> outcomes.of(role.getMetadata().getName()))
                .reduce(ReportedOutcomes.NOTHING, ReportedOutcomes::and);
    }
}
