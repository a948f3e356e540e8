package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.authority.AuthorityResolver;
import dev.rolesanywhere.operator.authority.AuthorityRotation;
import dev.rolesanywhere.operator.egress.WayToAws;
import dev.rolesanywhere.operator.egress.WaysToAws;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.ManagedRegistrations;
import dev.rolesanywhere.operator.registration.ManagedReport;
import dev.rolesanywhere.operator.registration.Registrations;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One look at an AWSTrustAnchor's CA: have one, rotate it as far as it goes, publish what AWS is to know. */
@Singleton
public class AuthorityLife {
    /** An authority that has ended, or whose backend is gone, gives way to the next one all the more. */
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
    private final AuthorityStore vault;
    private final ManagedRegistrations registrations;
    private final ExpiryMetrics metrics;
    private final WaysToAws ways;
    private final Clock clock;

    public AuthorityLife(
            Inventory inventory,
            AuthorityResolver authorities,
            AuthorityRotation rotation,
            AuthorityStore vault,
            ManagedRegistrations registrations,
            ExpiryMetrics metrics,
            WaysToAws ways,
            Clock clock) {
        this.inventory = inventory;
        this.authorities = authorities;
        this.rotation = rotation;
        this.vault = vault;
        this.registrations = registrations;
        this.metrics = metrics;
        this.ways = ways;
        this.clock = clock;
    }

    /** Everything that the status is decided from. Doing it again changes nothing. */
    public TrustAnchorFacts advance(AWSTrustAnchor anchor, ReportedOutcomes heard) {
        String name = anchor.getMetadata().getName();
        AuthorityState state = authorities.resolve(anchor);
        Optional<AuthorityRotation.Report> report = rotates(state) ? rotation.advance(anchor) : Optional.empty();
        if (report.isPresent() && !isActive(report.get(), state)) {
            state = authorities.resolve(anchor);
        }
        Optional<PublishedAuthorities> shown = PublishedAuthorities.of(state, report);
        shown.ifPresent(it -> vault.publish(name, AuthorityNames.own(name), it.bundlePem()));
        ManagedReport managed = shown.map(it -> registrations.advance(anchor, it.bundlePem()))
                .orElseGet(() -> ManagedReport.before(anchor));
        report.ifPresent(it -> {
            metrics.trustAnchor(name, it.generations());
            authorities.keepOnly(anchor, it.generations());
        });
        return new TrustAnchorFacts(
                name,
                Registrations.of(anchor, managed.statuses()),
                state,
                report,
                leafDuration(anchor),
                managed,
                inventory.rolesOf(name).size(),
                heard,
                Optional.empty(),
                anchor.getStatus(),
                clock.instant(),
                ways.of(anchor) instanceof WayToAws.Refused(String message) ? message : null,
                ways.warning(anchor));
    }

    /** Nothing stays open for a trust anchor that was deleted. */
    void forget(String trustAnchor) {
        authorities.forget(trustAnchor);
    }

    /** What is lost, or was never told to AWS, gives way to nothing without a person's word. */
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
