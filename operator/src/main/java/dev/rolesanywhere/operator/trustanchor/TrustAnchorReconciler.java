package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.Hearsay;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.pki.certificate.CertificatePem;
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
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps the CA of AWSTrustAnchors, its ConfigMap and the status. Reacts to annotations too, so generations are not looked at. */
@Singleton
@ControllerConfiguration(
        name = "awstrustanchor",
        generationAwareEventProcessing = false,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 1.5, maxInterval = 60_000)
public class TrustAnchorReconciler implements Reconciler<AWSTrustAnchor> {
    private final Inventory inventory;
    private final AuthorityResolver authorities;
    private final AuthorityVault vault;
    private final OutcomeStore outcomes;
    private final Clock clock;

    public TrustAnchorReconciler(
            Inventory inventory,
            AuthorityResolver authorities,
            AuthorityVault vault,
            OutcomeStore outcomes,
            Clock clock) {
        this.inventory = inventory;
        this.authorities = authorities;
        this.vault = vault;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, AWSTrustAnchor>> prepareEventSources(EventSourceContext<AWSTrustAnchor> context) {
        SimpleInboundEventSource<AWSTrustAnchor> neighbours = new SimpleInboundEventSource<>("neighbours");
        inventory.onChange(Secret.class, secret -> inventory.trustAnchors().stream()
                .filter(anchor -> AuthorityNames.secret(anchor)
                        .equals(secret.getMetadata().getName()))
                .forEach(anchor -> neighbours.propagateEvent(ResourceID.fromResource(anchor))));
        inventory.onChange(
                AWSRole.class,
                role -> neighbours.propagateEvent(new ResourceID(role.getSpec().trustAnchorName())));
        outcomes.onChange(role -> inventory
                .role(role)
                .ifPresent(found ->
                        neighbours.propagateEvent(new ResourceID(found.getSpec().trustAnchorName()))));
        return List.of(neighbours);
    }

    @Override
    public UpdateControl<AWSTrustAnchor> reconcile(AWSTrustAnchor anchor, Context<AWSTrustAnchor> context) {
        String name = anchor.getMetadata().getName();
        AuthorityState state = authorities.resolve(anchor);
        if (state instanceof AuthorityState.Usable usable) {
            vault.publish(
                    name,
                    AuthorityNames.own(name),
                    CertificatePem.encode(usable.authority().trustAnchorCertificate()));
        }
        AWSTrustAnchorStatus status = TrustAnchorDecision.decide(
                facts(anchor, state), anchor.getMetadata().getGeneration(), clock.instant());
        if (status.equals(anchor.getStatus())) {
            return UpdateControl.noUpdate();
        }
        AWSTrustAnchor patch = new AWSTrustAnchor();
        patch.setMetadata(new ObjectMetaBuilder().withName(name).build());
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }

    private TrustAnchorFacts facts(AWSTrustAnchor anchor, AuthorityState state) {
        String name = anchor.getMetadata().getName();
        List<String> roles = inventory.rolesOf(name).stream()
                .map(role -> role.getMetadata().getName())
                .toList();
        Hearsay heard = roles.stream().map(outcomes::of).reduce(Hearsay.NOTHING, Hearsay::and);
        return new TrustAnchorFacts(
                name,
                anchor.getSpec().registrations() == null
                        ? List.of()
                        : anchor.getSpec().registrations(),
                state,
                roles.size(),
                heard,
                anchor.getStatus());
    }
}
