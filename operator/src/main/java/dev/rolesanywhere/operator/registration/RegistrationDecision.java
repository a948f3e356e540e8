package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.registration.RegistrationStep.CreateAnchor;
import dev.rolesanywhere.operator.registration.RegistrationStep.CreateProfile;
import dev.rolesanywhere.operator.registration.RegistrationStep.DeleteAnchor;
import dev.rolesanywhere.operator.registration.RegistrationStep.DeleteProfile;
import dev.rolesanywhere.operator.registration.RegistrationStep.PutNotices;
import dev.rolesanywhere.operator.registration.RegistrationStep.Rest;
import dev.rolesanywhere.operator.registration.RegistrationStep.UpdateAnchor;
import dev.rolesanywhere.operator.registration.RegistrationStep.UpdateProfile;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decides the next call to AWS. Missing or outdated objects are written. Objects that were changed outside the operator, or that lack
 * our tags, are reported and left unchanged. Disabled objects are never enabled, because disabling may be an emergency measure.
 */
final class RegistrationDecision {
    private RegistrationDecision() {}

    static RegistrationStep decide(RegistrationFacts facts) {
        Optional<RegistrationStep> taken = taken(facts);
        if (taken.isPresent()) {
            return taken.get();
        }
        if (!facts.present()) {
            return facts.profile()
                    .<RegistrationStep>map(profile -> new DeleteProfile(profile.id()))
                    .or(() -> facts.anchor().map(anchor -> new DeleteAnchor(anchor.id())))
                    .orElseGet(() -> new Rest(Reason.Removed, "trust anchor and profile are deleted."));
        }
        return Stream.of(anchor(facts), notices(facts), profile(facts), mappings(facts), disabled(facts))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new Rest(Reason.InAWS, "trust anchor and profile are up to date."));
    }

    private static Optional<RegistrationStep> taken(RegistrationFacts facts) {
        boolean anchor = facts.anchor().filter(it -> !it.ours()).isPresent();
        boolean profile = facts.profile().filter(it -> !it.ours()).isPresent();
        return anchor || profile
                ? Optional.of(new Rest(
                        Reason.NameTaken,
                        "there is a " + (anchor ? "trust anchor" : "profile") + " named '"
                                + facts.wish().name()
                                + "' without this cluster's tags. Choose another name for the managed registration, or add the tags "
                                + facts.wish().tags() + " to it so that the operator manages it."))
                : Optional.empty();
    }

    private static Optional<RegistrationStep> anchor(RegistrationFacts facts) {
        if (facts.anchor().isEmpty()) {
            return Optional.of(write(facts, new CreateAnchor(), "the trust anchor was deleted"));
        }
        ObservedAnchor found = facts.anchor().get();
        Set<String> there = DesiredRegistration.fingerprints(found.bundlePem());
        Set<String> wished = facts.wish().certificates();
        if (there.equals(wished)) {
            return Optional.empty();
        }
        // Another key under our name: possibly of a moved cluster whose pods still depend on it.
        return Optional.of(
                Collections.disjoint(there, wished) && !facts.reapply()
                        ? new Rest(
                                Reason.CertificatesForeign,
                                "the trust anchor " + found.arn()
                                        + " contains none of this cluster's CA certificates. Restore the"
                                        + " matching CA Secret, or overwrite the trust anchor with")
                        : write(
                                facts,
                                new UpdateAnchor(found.id()),
                                "the certificates of the trust anchor were changed"));
    }

    private static Optional<RegistrationStep> notices(RegistrationFacts facts) {
        return facts.anchor()
                .filter(found -> !found.notices())
                .map(found -> write(
                        facts,
                        new PutNotices(found.id()),
                        "the notification settings of the trust anchor were changed"));
    }

    private static Optional<RegistrationStep> profile(RegistrationFacts facts) {
        DesiredRegistration wish = facts.wish();
        if (facts.profile().isEmpty()) {
            return wish.roleArns().isEmpty()
                    ? Optional.empty()
                    : Optional.of(write(facts, new CreateProfile(), "the profile was deleted"));
        }
        ObservedProfile found = facts.profile().get();
        boolean same = found.roleArns().equals(wish.roleArns()) && found.durationSeconds() == wish.durationSeconds();
        return same
                ? Optional.empty()
                : Optional.of(write(
                        facts,
                        new UpdateProfile(found.id()),
                        "the profile's roles or duration were changed: it has "
                                + UntrustedText.sanitize(found.roleArns().toString()) + " and "
                                + found.durationSeconds() + " s, and should have " + wish.roleArns() + " and "
                                + wish.durationSeconds() + " s"));
    }

    private static Optional<RegistrationStep> mappings(RegistrationFacts facts) {
        return facts.profile()
                .filter(found -> !found.mappings().equals(DesiredRegistration.MAPPINGS))
                .map(found -> write(
                        facts,
                        new RegistrationStep.MapAttributes(found.id()),
                        "the attribute mapping of the profile was changed: it has "
                                + UntrustedText.sanitize(new TreeMap<>(found.mappings()).toString())
                                + ", and should have " + new TreeMap<>(DesiredRegistration.MAPPINGS)));
    }

    private static Optional<RegistrationStep> disabled(RegistrationFacts facts) {
        boolean anchor = facts.anchor().filter(it -> !it.enabled()).isPresent();
        boolean profile = facts.profile().filter(it -> !it.enabled()).isPresent();
        return anchor || profile
                ? Optional.of(new Rest(
                        Reason.DisabledInAWS,
                        "the " + (anchor ? "trust anchor" : "profile")
                                + " is disabled. The operator never enables it. Enable it in AWS when it is safe."))
                : Optional.empty();
    }

    private static RegistrationStep write(RegistrationFacts facts, RegistrationStep step, String drift) {
        return facts.mayWrite() ? step : new Rest(Reason.Drifted, drift + ". To restore the desired state:");
    }
}
