package dev.rolesanywhere.emulator.session;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.attribute.SessionTags;
import dev.rolesanywhere.emulator.attribute.SourceIdentity;
import dev.rolesanywhere.emulator.certificate.CertificateRules;
import dev.rolesanywhere.emulator.certificate.Path;
import dev.rolesanywhere.emulator.certificate.PathValidation;
import dev.rolesanywhere.emulator.crl.Crl;
import dev.rolesanywhere.emulator.crl.Revocation;
import dev.rolesanywhere.emulator.profile.Profile;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.resource.Registry;
import dev.rolesanywhere.emulator.role.Role;
import dev.rolesanywhere.emulator.role.Roles;
import dev.rolesanywhere.emulator.signature.Authorization;
import dev.rolesanywhere.emulator.signature.X509Signature;
import dev.rolesanywhere.emulator.subject.Subject;
import dev.rolesanywhere.emulator.subject.Subjects;
import dev.rolesanywhere.emulator.trustanchor.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * CreateSession: checks the signature, the trust anchor, the profile and the role, and then returns credentials.
 *
 * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html">CreateSession</a>
 */
public final class CreateSession {
    private final Registry<TrustAnchor> anchors;
    private final Registry<Profile> profiles;
    private final Registry<Crl> revocations;
    private final Roles roles;
    private final Sessions sessions;
    private final Subjects subjects;
    private final Randomness randomness;
    private final Clock clock;

    public CreateSession(
            Registry<TrustAnchor> anchors,
            Registry<Profile> profiles,
            Registry<Crl> revocations,
            Roles roles,
            Sessions sessions,
            Subjects subjects,
            Randomness randomness,
            Clock clock) {
        this.anchors = anchors;
        this.profiles = profiles;
        this.revocations = revocations;
        this.roles = roles;
        this.sessions = sessions;
        this.subjects = subjects;
        this.randomness = randomness;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.aws("CreateSession", "POST", "/sessions", (request, none) -> answer(request)));
    }

    private Answer answer(Request request) {
        Instant truth = clock.instant();
        Instant now = truth.plus(request.shift().ofRequests());
        Authorization authorization = Authorization.of(request);
        PresentedCertificates presented = PresentedCertificates.of(request);
        SessionRequest asked = SessionRequest.of(request);
        X509Signature.verify(
                request, authorization, presented.leaf(), asked.trustAnchor().region(), now);
        TrustAnchor anchor =
                authenticate(presented, asked, truth.plus(request.shift().ofCertificates()));
        Profile profile = permit(asked);
        Session session = assume(presented.leaf(), asked, anchor, profile, now);
        sessions.add(session);
        Subject subject = subjects.seen(presented.leaf(), anchor.arn(), now);
        return SessionAnswer.of(session, subject);
    }

    /** The trust anchor of the certificate. */
    private TrustAnchor authenticate(PresentedCertificates presented, SessionRequest asked, Instant now) {
        TrustAnchor anchor = anchors.get(asked.trustAnchor());
        if (!anchor.enabled()) {
            throw Refusal.denied("Trust anchor is disabled", "Trust anchor " + anchor.arn() + " is disabled");
        }
        CertificateRules.endEntityProblem(presented.leaf()).ifPresent(problem -> {
            throw Refusal.denied("Untrusted certificate. Insufficient certificate", problem);
        });
        Path path = PathValidation.validate(
                presented.leaf(), presented.chain(), anchor.source().certificates(), now);
        switch (path) {
            case Path.Untrusted untrusted -> throw Refusal.denied("Untrusted signing certificate", untrusted.reason());
            case Path.Trusted trusted -> refuseRevoked(trusted, anchor);
        }
        return anchor;
    }

    private void refuseRevoked(Path.Trusted path, TrustAnchor anchor) {
        Revocation.revoked(path.certificates(), anchor.arn(), revocations.all()).ifPresent(revoked -> {
            throw Refusal.denied(
                    "Certificate revoked",
                    "Serial " + revoked.getSerialNumber() + " is in an enabled CRL of the anchor");
        });
    }

    /** The profile that allows the request. */
    private Profile permit(SessionRequest asked) {
        Profile profile = profiles.get(asked.profile());
        if (!profile.enabled()) {
            throw Refusal.denied("Profile is disabled", "Profile " + profile.arn() + " is disabled");
        }
        if (!profile.lists(asked.role())) {
            throw Refusal.denied("Role is not in the profile", asked.role() + " is not in profile " + profile.arn());
        }
        if (asked.roleSessionName().isPresent() && !profile.acceptsRoleSessionName()) {
            throw Refusal.denied(
                    "Not authorized to set roleSessionName.", "The profile's acceptRoleSessionName is false");
        }
        return profile;
    }

    private Session assume(
            X509Certificate leaf, SessionRequest asked, TrustAnchor anchor, Profile profile, Instant now) {
        SessionTags tags = SessionTags.of(leaf, profile.mapping());
        String sessionName = asked.roleSessionName().orElseGet(() -> SourceIdentity.defaultSessionName(leaf));
        Duration duration = asked.duration()
                .filter(wanted -> wanted.compareTo(profile.duration()) < 0)
                .orElse(profile.duration());
        Assumption assumption =
                new Assumption(asked.role(), anchor.arn(), sessionName, SourceIdentity.of(leaf), tags, duration);
        Role role = assumption.decide(roles.find(asked.role()));
        return new Session(
                randomness.keys(),
                role.arn(),
                assumedRole(role, sessionName),
                role.uniqueId() + ":" + sessionName,
                anchor.arn(),
                profile.arn(),
                assumption.sourceIdentity(),
                tags.tags(),
                leaf.getSerialNumber(),
                leaf.getSubjectX500Principal().getName(),
                now,
                now.plus(role.sessionLife().orElse(duration)).truncatedTo(ChronoUnit.SECONDS),
                Optional.empty());
    }

    private static Arn assumedRole(Role role, String sessionName) {
        Arn arn = role.arn();
        String resource = "assumed-role/" + arn.name() + "/" + sessionName;
        return new Arn(arn.partition(), "sts", "", arn.account(), resource);
    }
}
