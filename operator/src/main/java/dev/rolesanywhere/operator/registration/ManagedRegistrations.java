package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistration;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Maintains the managed registrations of a trust anchor. After a crash between two calls, the operator finds the created objects by
 * name and tags.
 */
@Singleton
public class ManagedRegistrations {
    /** Minimum time between checks with AWS, unless the desired state changes. */
    private static final Duration PACE = Duration.ofMinutes(5);

    /**
     * The first wait after a failure, because the network may still be starting. Each further wait is twice as long.
     */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final int SHORTEST_SECONDS = 3600;

    private static final Set<Reason> NOT_OURS =
            EnumSet.of(Reason.NameTaken, Reason.CertificatesForeign, Reason.WrongAccount);

    private final Inventory inventory;
    private final ManagedAccounts accounts;
    private final Clock clock;
    private final Map<String, Looked> looked = new ConcurrentHashMap<>();

    /** @param refusals in a row */
    private record Looked(String wishes, Instant at, int refusals) {
        Duration pause() {
            if (refusals == 0) {
                return PACE;
            }
            Duration grown = FIRST_WAIT.multipliedBy(1L << Math.min(refusals - 1, 10));
            return grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
        }
    }

    /** The result for one registration. */
    private record Kept(ManagedRegistration desired, ManagedRegistrationStatus status, RegistrationStep.Rest rest) {}

    ManagedRegistrations(Inventory inventory, ManagedAccounts accounts, Clock clock) {
        this.inventory = inventory;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Calls AWS; each call takes a second. Never throws because of AWS or the network. */
    public ManagedReport advance(AWSTrustAnchor anchor, String bundlePem) {
        List<ManagedRegistration> desired = anchor.getSpec().managedRegistrations();
        if (desired == null || desired.isEmpty()) {
            return ManagedReport.NOTHING;
        }
        String name = anchor.getMetadata().getName();
        String wishes = desired.stream()
                .map(it -> it + wish(anchor, it, bundlePem).digest() + reapply(anchor))
                .collect(Collectors.joining());
        Looked last = looked.get(name);
        ManagedReport before = ManagedReport.before(anchor);
        if (last != null
                && before.finding().isPresent()
                && last.wishes().equals(wishes)
                && clock.instant().isBefore(last.at().plus(last.pause()))) {
            return before;
        }
        List<Kept> kept = desired.stream()
                .map(it -> keep(anchor, it, wish(anchor, it, bundlePem)))
                .toList();
        ManagedReport report =
                new ManagedReport(kept.stream().map(Kept::status).toList(), Optional.of(finding(name, kept)));
        int refusals = report.isRefused() ? (last == null ? 0 : last.refusals()) + 1 : 0;
        looked.put(name, new Looked(wishes, clock.instant(), refusals));
        return report;
    }

    /** How long the operator waits after AWS refused before it calls AWS again for this trust anchor. */
    public Duration pauseAfterRefusal(AWSTrustAnchor anchor) {
        Looked last = looked.get(anchor.getMetadata().getName());
        return last == null || last.refusals() == 0 ? LONGEST_WAIT : last.pause();
    }

    private Kept keep(AWSTrustAnchor anchor, ManagedRegistration desired, DesiredRegistration wish) {
        ManagedRegistrationStatus before = before(anchor, desired);
        if (desired.state() == ManagedRegistration.State.Unknown) {
            return new Kept(
                    desired,
                    before,
                    new RegistrationStep.Rest(
                            Reason.AWSRefused,
                            "no change was made: this version does not support its state in spec.managedRegistrations. Write Present or Absent."));
        }
        AWSAccess access = anchor.getSpec().aws();
        try (AccountCalls calls = accounts.open(
                desired.region(), access == null ? new AWSAccess(null, null, null, null, null) : access)) {
            String asked = reapply(anchor);
            boolean reapply = asked != null && !asked.equals(before.reapplied());
            Found found = new Found(calls.anchor(wish), calls.profile(wish));
            List<String> done = new ArrayList<>();
            while (true) {
                RegistrationStep step = RegistrationDecision.decide(new RegistrationFacts(
                        wish,
                        desired.state() != ManagedRegistration.State.Absent,
                        found.anchor(),
                        found.profile(),
                        before.applied(),
                        reapply));
                if (found.isElsewhere(desired.account())) {
                    step = new RegistrationStep.Rest(
                            Reason.WrongAccount,
                            "the operator's AWS credentials belong to another account, where " + found.arns()
                                    + " is. Correct spec.managedRegistrations, or the credentials.");
                }
                if (step instanceof RegistrationStep.Rest rest) {
                    return new Kept(desired, status(anchor, desired, before, found, wish, rest), rest);
                }
                if (done.contains(step.toString())) {
                    throw new IllegalStateException("AWS did not keep the written values: " + step);
                }
                done.add(step.toString());
                found = found.after(step, calls, wish);
            }
        } catch (SdkException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            return new Kept(desired, before, new RegistrationStep.Rest(Reason.AWSRefused, readable(e)));
        }
    }

    private record Found(Optional<ObservedAnchor> anchor, Optional<ObservedProfile> profile) {
        boolean isElsewhere(String account) {
            return arns().stream().anyMatch(arn -> !arn.contains(":" + account + ":"));
        }

        List<String> arns() {
            return Stream.concat(
                            anchor.stream().map(ObservedAnchor::arn),
                            profile.stream().map(ObservedProfile::arn))
                    .toList();
        }

        Found after(RegistrationStep step, AccountCalls calls, DesiredRegistration wish) {
            return switch (step) {
                case RegistrationStep.CreateAnchor _ -> new Found(Optional.of(calls.createAnchor(wish)), profile);
                case RegistrationStep.UpdateAnchor(String id) ->
                    new Found(Optional.of(calls.updateAnchor(id, wish)), profile);
                case RegistrationStep.PutNotices(String id) -> new Found(Optional.of(calls.putNotices(id)), profile);
                case RegistrationStep.CreateProfile _ -> new Found(anchor, Optional.of(calls.createProfile(wish)));
                case RegistrationStep.UpdateProfile(String id) ->
                    new Found(anchor, Optional.of(calls.updateProfile(id, wish)));
                case RegistrationStep.MapAttributes _ -> new Found(anchor, profile.map(calls::mapAttributes));
                case RegistrationStep.DeleteProfile(String id) -> {
                    calls.deleteProfile(id);
                    yield new Found(anchor, Optional.empty());
                }
                case RegistrationStep.DeleteAnchor(String id) -> {
                    calls.deleteAnchor(id);
                    yield new Found(Optional.empty(), profile);
                }
                case RegistrationStep.Rest _ -> this;
            };
        }
    }

    private static ManagedRegistrationStatus status(
            AWSTrustAnchor anchor,
            ManagedRegistration desired,
            ManagedRegistrationStatus before,
            Found found,
            DesiredRegistration wish,
            RegistrationStep.Rest rest) {
        boolean fulfilled = rest.reason() == Reason.InAWS || rest.reason() == Reason.DisabledInAWS;
        boolean ours = !NOT_OURS.contains(rest.reason());
        return new ManagedRegistrationStatus(
                desired.account(),
                desired.region(),
                ours ? found.anchor().map(ObservedAnchor::arn).orElse(null) : null,
                ours ? found.profile().map(ObservedProfile::arn).orElse(null) : null,
                rest.reason() == Reason.Removed ? null : fulfilled ? wish.digest() : before.applied(),
                fulfilled ? reapply(anchor) : before.reapplied());
    }

    private DesiredRegistration wish(AWSTrustAnchor anchor, ManagedRegistration desired, String bundlePem) {
        String domain = anchor.getSpec().trustDomain();
        ManagedRegistrationStatus before = before(anchor, desired);
        List<AWSRole> roles = inventory.rolesOf(anchor.getMetadata().getName()).stream()
                .filter(role -> role.getSpec().defect().isEmpty())
                .filter(role -> ArnPlace.account(role.getSpec().roleARN()).equals(desired.account()))
                .filter(role -> role.getSpec().profileARN() == null
                        || role.getSpec().profileARN().equals(before.profileARN()))
                .toList();
        Set<String> roleArns =
                roles.stream().map(role -> role.getSpec().roleARN()).collect(Collectors.toSet());
        int longest = roles.stream()
                .flatMap(role -> Optional.ofNullable(role.getSpec().sessionDuration()).stream())
                .mapToInt(written -> (int) WrittenDuration.parse(written).toSeconds())
                .max()
                .orElse(SHORTEST_SECONDS);
        return new DesiredRegistration(
                desired.name() == null ? domain.replace('.', '-') : desired.name(),
                Map.of(
                        Annotations.DOMAIN + "/trust-domain",
                        domain,
                        Annotations.DOMAIN + "/trust-anchor",
                        anchor.getMetadata().getName()),
                bundlePem,
                roleArns,
                Math.max(longest, SHORTEST_SECONDS));
    }

    private static ManagedRegistrationStatus before(AWSTrustAnchor anchor, ManagedRegistration desired) {
        return Optional.ofNullable(anchor.getStatus())
                .flatMap(status -> Optional.ofNullable(status.managedRegistrations()))
                .flatMap(all -> all.stream()
                        .filter(it -> it.account().equals(desired.account())
                                && it.region().equals(desired.region()))
                        .findFirst())
                .orElseGet(() ->
                        new ManagedRegistrationStatus(desired.account(), desired.region(), null, null, null, null));
    }

    private static @Nullable String reapply(AWSTrustAnchor anchor) {
        Map<String, String> annotations = anchor.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(Annotations.REAPPLY);
    }

    /** Names the first one that needs manual action. */
    private static Finding finding(String name, List<Kept> kept) {
        Kept named = kept.stream()
                .filter(it -> !isFine(it.rest().reason()))
                .findFirst()
                .orElseGet(kept::getLast);
        Reason reason = named.rest().reason();
        String command = reason == Reason.Drifted || reason == Reason.CertificatesForeign
                ? " 'kubectl annotate awsta %s %s=\"$(date +%%s)\" --overwrite'.".formatted(name, Annotations.REAPPLY)
                : "";
        return new Finding(
                TrustAnchorCondition.Managed.name(),
                isFine(reason) ? Condition.Status.True : Condition.Status.False,
                reason.name(),
                "In account %s, %s: %s%s"
                        .formatted(
                                named.desired().account(),
                                named.desired().region(),
                                named.rest().message(),
                                command));
    }

    private static boolean isFine(Reason reason) {
        return reason == Reason.InAWS || reason == Reason.Removed;
    }

    /** AWS's message names the missing permission and the principal, never the credentials. */
    private static String readable(RuntimeException e) {
        return "AWS was unreachable or refused: " + UntrustedText.sanitize(e.getMessage());
    }
}
