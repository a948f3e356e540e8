package dev.rolesanywhere.emulator.assume;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.caller.SignedCalls;
import dev.rolesanywhere.emulator.caller.StsXml;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Query;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.role.Role;
import dev.rolesanywhere.emulator.role.Roles;
import dev.rolesanywhere.emulator.session.Randomness;
import dev.rolesanywhere.emulator.session.Session;
import dev.rolesanywhere.emulator.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Another role's session for a caller that is itself a role's session. IAM users cannot call it here.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class AssumeRole {
    private final SignedCalls calls;
    private final Roles roles;
    private final Sessions sessions;
    private final Randomness randomness;
    private final Clock clock;

    public AssumeRole(SignedCalls calls, Roles roles, Sessions sessions, Randomness randomness, Clock clock) {
        this.calls = calls;
        this.roles = roles;
        this.sessions = sessions;
        this.randomness = randomness;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.form("AssumeRole", (request, none) -> answer(request)));
    }

    private Answer answer(Request request) {
        Session first = calls.caller(request, "sts");
        AssumeRoleParameters asked = AssumeRoleParameters.of(Query.parse(request.bodyText()));
        IdentityPolicy permissions =
                roles.find(first.role()).map(Role::permissions).orElse(IdentityPolicy.NONE);
        Role role = new ChainedAssumption(first, permissions, asked).decide(roles.find(asked.role()));
        Session session = session(first, asked, role, clock.instant());
        sessions.add(session);
        return StsXml.assumedRole(session, request.id());
    }

    private Session session(Session first, AssumeRoleParameters asked, Role role, Instant now) {
        Arn arn = role.arn();
        String resource = "assumed-role/" + arn.name() + "/" + asked.sessionName();
        InheritedTags tags = InheritedTags.of(first, asked);
        return new Session(
                randomness.keys(),
                arn,
                new Arn(arn.partition(), "sts", "", arn.account(), resource),
                role.uniqueId() + ":" + asked.sessionName(),
                first.trustAnchor(),
                first.profile(),
                first.sourceIdentity(),
                tags.all(),
                first.leafSerial(),
                first.subject(),
                now,
                now.plus(role.sessionLife().orElse(asked.duration())).truncatedTo(ChronoUnit.SECONDS),
                Optional.of(new Session.Chain(
                        first.assumedRole(), tags.transitive(), asked.policyDocument(), asked.policy())));
    }
}
