package dev.rolesanywhere.operator.trustanchor;

import static dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Rotation;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.authority.AuthorityRotation;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.RotationStep.Phase;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import java.util.Optional;

/** The condition {@code Rotation}: the state of the rotation and the next manual step. True if no manual step is needed. */
final class RotationFindings {
    private static final String GIVEN =
            "One CA is active. To replace it, change spec.certificateAuthority or the Secret it references. The next CA signs as soon"
                    + " as AWS trusts it.";

    private RotationFindings() {}

    static Finding of(String name, AuthorityRotation.Report report) {
        Phase phase = report.stay().phase();
        return new Finding(
                Rotation.name(),
                status(phase),
                Reason.valueOf(phase.name()).name(),
                message(name, report.generations(), phase, report.stay().detail()));
    }

    private static Condition.Status status(Phase phase) {
        return switch (phase) {
            case Settled, OldRetiring, WaitsForRetirement, NextTrusted -> Condition.Status.True;
            case NextNotProven -> Condition.Status.Unknown;
            case Renewed, NextAwaitsTrust, NextUnfit, SourceUnfit -> Condition.Status.False;
        };
    }

    private static String message(String name, Generations held, Phase phase, String detail) {
        return switch (phase) {
            case Settled -> held.active().isOwn() ? settled(name, held, detail) : GIVEN;
            case NextAwaitsTrust ->
                "The next CA %s was created and does not sign yet: %s Next: %s Then it signs automatically."
                        .formatted(next(held), sentence(detail), register(name));
            case NextNotProven ->
                "The next CA %s was created and does not sign yet, because the operator cannot check whether AWS trusts it: %s Next: %s Then activate it: 'kubectl annotate awsta %s %s=%s --overwrite'."
                        .formatted(
                                next(held), sentence(detail), register(name), name, Annotations.ACTIVATE, next(held));
            case NextTrusted ->
                "AWS accepted a certificate of the next CA %s, which signs from %s on.".formatted(next(held), detail);
            case NextUnfit ->
                "The next CA %s cannot sign: %s The active CA continues to sign."
                        .formatted(next(held), sentence(detail));
            case OldRetiring ->
                "The CA %s signs. Certificates of the retiring CA, %s, may be valid until %s. Keep both CAs in the trust anchor in AWS until then."
                        .formatted(active(held), retiring(held), detail);
            case Renewed ->
                "The CA was renewed with the same key. AWS accepts its leaf certificates with either CA certificate until %s. Before that: %s"
                        .formatted(detail, register(name));
            case WaitsForRetirement ->
                "The next rotation starts at %s, after CA %s has retired, because AWS must never hold more than two CAs."
                        .formatted(detail, retiring(held));
            case SourceUnfit ->
                "%s Until then the known CA, %s, continues to sign.".formatted(sentence(detail), active(held));
        };
    }

    private static String settled(String name, Generations held, String due) {
        return "The next CA is created at %s. To rotate now: 'kubectl annotate awsta %s %s=%s --overwrite'."
                .formatted(due, name, Annotations.ROTATE, active(held));
    }

    /** The bundle holds all certificates for AWS, so the command is always the same. */
    private static String register(String name) {
        return "put both certificates into each trust anchor: 'kubectl get awsta " + name
                + " -o jsonpath={.status.caBundle} >ca.pem && aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source"
                + " \"sourceType=CERTIFICATE_BUNDLE,sourceData={x509CertificateData=$(cat ca.pem)}\"'.";
    }

    private static String sentence(String detail) {
        return detail.endsWith(".") ? detail : detail + ".";
    }

    private static String active(Generations held) {
        return held.active().fingerprint().orElse("");
    }

    private static String next(Generations held) {
        return Optional.ofNullable(held.next())
                .flatMap(next -> next.material().fingerprint())
                .orElse("");
    }

    private static String retiring(Generations held) {
        return Optional.ofNullable(held.retiring())
                .map(Generations.Retiring::certificate)
                .map(Fingerprint::sha256)
                .orElse("");
    }
}
