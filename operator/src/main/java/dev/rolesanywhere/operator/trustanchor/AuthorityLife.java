package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.authority.AuthorityResolver;
import dev.rolesanywhere.operator.authority.AuthorityResolver.Resolved;
import dev.rolesanywhere.operator.authority.AuthorityRotation;
import dev.rolesanywhere.operator.authority.AuthorityRotation.Advanced;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import dev.rolesanywhere.operator.external.BackendAnswers;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.external.TrustBundle;
import dev.rolesanywhere.operator.external.TrustBundles;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.ManagedRegistrations;
import dev.rolesanywhere.operator.registration.ManagedReport;
import dev.rolesanywhere.operator.registration.Registrations;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthoritySnapshot;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One reconcile of an AWSTrustAnchor's CA: provide it, advance its rotation, publish the certificates for AWS. */
@Singleton
public class AuthorityLife {
    /** An expired authority, or an authority without its backend, must be replaced by the next one too. */
    private static final Set<Reason> GIVES_WAY = EnumSet.of(
            Reason.Expired,
            Reason.NoLeafValidates,
            Reason.AccessDenied,
            Reason.BackendNotFound,
            Reason.ModuleNotAllowed,
            Reason.BackendNotActive,
            Reason.BackendUnavailable,
            Reason.PinRefused,
            Reason.LeafRefused);

    private final Inventory inventory;
    private final AuthorityResolver authorities;
    private final AuthorityRotation rotation;
    private final ExternalAuthorities external;
    private final AuthorityStore store;
    private final ManagedRegistrations registrations;
    private final ExpiryMetrics metrics;
    private final EgressResolver egressResolver;
    private final TrustBundles bundles;
    private final Clock clock;

    public AuthorityLife(
            Inventory inventory,
            AuthorityResolver authorities,
            AuthorityRotation rotation,
            ExternalAuthorities external,
            AuthorityStore store,
            ManagedRegistrations registrations,
            ExpiryMetrics metrics,
            EgressResolver egressResolver,
            Clock clock) {
        this.inventory = inventory;
        this.authorities = authorities;
        this.rotation = rotation;
        this.external = external;
        this.store = store;
        this.registrations = registrations;
        this.metrics = metrics;
        this.egressResolver = egressResolver;
        this.bundles = new TrustBundles(inventory::configMap, clock);
        this.clock = clock;
    }

    /**
     * All facts for the status. Idempotent.
     *
     * @param asked AWS's answer to the operator itself about a CA; empty if not needed
     */
    public TrustAnchorFacts advance(
            AWSTrustAnchor anchor,
            ReportedOutcomes reported,
            Function<CertificateAuthority, Optional<TrustProof>> asked) {
        Optional<TrustBundle> bundle = bundles.of(anchor);
        return bundle.isPresent() ? elsewhere(anchor, bundle.get(), reported) : signing(anchor, reported, asked);
    }

    /**
     * Another component issues the leaves. The status shows the certificates that AWS must trust, and the operator
     * registers them for managed registrations.
     */
    private TrustAnchorFacts elsewhere(AWSTrustAnchor anchor, TrustBundle bundle, ReportedOutcomes reported) {
        String name = anchor.getMetadata().getName();
        AuthorityState state = IssuedElsewhere.state(anchor, bundle);
        Optional<PublishedAuthorities> published = PublishedAuthorities.of(state, Optional.empty());
        String map = AuthorityNames.own(name);
        published.ifPresent(it -> store.publish(name, map, it.bundlePem(), store.published(map)));
        ManagedReport managed = published
                .map(it -> registrations.advance(anchor, it.bundlePem()))
                .orElseGet(() -> ManagedReport.before(anchor));
        return facts(anchor, state, Optional.empty(), published, managed, reported, Optional.empty(), null);
    }

    private TrustAnchorFacts signing(
            AWSTrustAnchor anchor,
            ReportedOutcomes reported,
            Function<CertificateAuthority, Optional<TrustProof>> asked) {
        String name = anchor.getMetadata().getName();
        BackendAnswers answers = new BackendAnswers();
        Resolved resolved = authorities.resolve(anchor, AuthoritySnapshot.read(store, anchor), answers);
        Advanced advanced = rotates(resolved.state())
                ? rotation.advance(anchor, resolved.snapshot(), answers)
                : new Advanced(Optional.empty(), resolved.snapshot());
        Optional<AuthorityRotation.Report> report = advanced.report();
        Resolved now = report.isEmpty() || isActive(report.get(), resolved.state())
                ? new Resolved(resolved.state(), advanced.snapshot())
                : authorities.resolve(anchor, advanced.snapshot(), answers);
        AuthorityState state = now.state();
        Optional<PublishedAuthorities> published = PublishedAuthorities.of(state, report);
        published.ifPresent(it -> store.publish(
                name, AuthorityNames.own(name), it.bundlePem(), now.snapshot().published()));
        ManagedReport managed = published
                .map(it -> registrations.advance(anchor, it.bundlePem()))
                .orElseGet(() -> ManagedReport.before(anchor));
        report.ifPresent(it -> {
            metrics.trustAnchor(name, it.generations());
            external.keepOnly(anchor, it.generations());
        });
        return facts(
                anchor,
                state,
                report,
                published,
                managed,
                reported,
                state instanceof AuthorityState.Usable usable ? asked.apply(usable.authority()) : Optional.empty(),
                now.snapshot().request(anchor).orElse(null));
    }

    private TrustAnchorFacts facts(
            AWSTrustAnchor anchor,
            AuthorityState state,
            Optional<AuthorityRotation.Report> report,
            Optional<PublishedAuthorities> published,
            ManagedReport managed,
            ReportedOutcomes reported,
            Optional<TrustProof> proof,
            @Nullable String request) {
        String name = anchor.getMetadata().getName();
        return new TrustAnchorFacts(
                name,
                Registrations.of(anchor, managed.statuses()),
                state,
                report,
                published,
                leafDuration(anchor),
                managed,
                inventory.rolesOf(name).size(),
                reported,
                proof,
                anchor.getStatus(),
                clock.instant(),
                egressResolver.of(anchor) instanceof ResolvedEgress.NotAllowed(String message) ? message : null,
                egressResolver.warning(anchor),
                request);
    }

    /** How long the next call to AWS for managed registrations waits after a refusal. */
    Duration pauseAfterRefusal(AWSTrustAnchor anchor) {
        return registrations.pauseAfterRefusal(anchor);
    }

    /** The trust anchor was deleted. */
    void forget(String name) {
        metrics.forget(name);
        external.forget(name);
    }

    /** A CA that is lost or unregistered is replaced only after explicit approval. */
    private static boolean rotates(AuthorityState state) {
        return state instanceof AuthorityState.Usable || GIVES_WAY.contains(state.reason());
    }

    private static boolean isActive(AuthorityRotation.Report report, AuthorityState state) {
        return state instanceof AuthorityState.Usable usable
                && report.generations()
                        .active()
                        .fingerprint()
                        .filter(Fingerprint.sha256(usable.authority().trustAnchorCertificate())::equals)
                        .isPresent();
    }

    private static Duration leafDuration(AWSTrustAnchor anchor) {
        String written = anchor.getSpec().leafDuration();
        return written == null || anchor.getSpec().defect().isPresent()
                ? LeafLifetime.DEFAULT
                : WrittenDuration.parse(written);
    }
}
