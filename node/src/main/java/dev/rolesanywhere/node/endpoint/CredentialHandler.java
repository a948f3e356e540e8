package dev.rolesanywhere.node.endpoint;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.node.pod.AgentPod;
import dev.rolesanywhere.sidecar.endpoint.Answer;
import dev.rolesanywhere.sidecar.endpoint.RequestHandler;
import dev.rolesanywhere.sidecar.endpoint.RequestHead;
import dev.rolesanywhere.sidecar.endpoint.Served;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers from memory. Clients must prove that they belong to a pod of this node. For the listener's thread. */
final class CredentialHandler implements RequestHandler {
    /**
     * SDKs send their next request before that time, with the newest token. So a deleted pod's credentials expire soon.
     */
    static final Duration LONGEST = Duration.ofMinutes(30);
    /** How long a request waits for credentials. The client waits at least as long. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(4);

    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Answer STARTED = Answer.text(200, "started");

    private final Callers callers;
    private final Limits limits;
    private final AgentMetrics metrics;
    private final Clock clock;
    private final Runnable work;

    /** @param work has the deciding thread look for pods that have work */
    CredentialHandler(Callers callers, Limits limits, AgentMetrics metrics, Clock clock, Runnable work) {
        this.callers = callers;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
        this.work = work;
    }

    @Override
    public @Nullable Answer answer(RequestHead request, InetAddress address, boolean again, boolean last) {
        Counted counted = decide(request, address, again, last);
        if (counted != null) {
            metrics.requested(counted.answer().status(), counted.reason());
        }
        return counted == null ? null : counted.answer();
    }

    private record Counted(Answer answer, String reason) {}

    private @Nullable Counted decide(RequestHead request, InetAddress address, boolean again, boolean last) {
        if (!again && !limits.request(address)) {
            return tooMany("address " + address.getHostAddress());
        }
        if (!request.method().equals("GET")) {
            return error(405, "MethodNotAllowed", "only GET is supported");
        }
        boolean startup = request.path().equals(NodeAgent.STARTED_PATH);
        if (!startup
                && !request.path().equals(Sidecar.CREDENTIALS_PATH)
                && !request.path().startsWith(Sidecar.CREDENTIALS_PATH + "/")) {
            return notFound();
        }
        String authorization = request.header("authorization");
        if (authorization == null || authorization.isEmpty()) {
            return error(
                    401,
                    "TokenMissing",
                    "the Authorization header with the pod's token is missing; the token is in "
                            + NodeAgent.TOKEN_DIRECTORY + "/" + NodeAgent.TOKEN_FILE);
        }
        String token = authorization.startsWith("Bearer ") ? authorization.substring(7) : authorization;
        Instant now = clock.instant();
        return switch (callers.identify(token, address, now, last)) {
            case Caller.Turned(Answer answer, String reason) -> new Counted(answer, reason);
            case Caller.Later() -> {
                work.run();
                yield null;
            }
            case Caller.Known(AgentPod pod) ->
                again || limits.pod(pod.identity().uid())
                        ? served(pod, request.path(), startup, now, last)
                        : tooMany("pod " + pod.identity());
        };
    }

    private @Nullable Counted served(AgentPod pod, String path, boolean startup, Instant now, boolean last) {
        if (pod.hasWork()) {
            work.run();
        }
        if (!startup) {
            pod.served().asked();
        }
        Served served = pod.served().served();
        if (startup && served.notStartedBecause() == null) {
            return new Counted(STARTED, "");
        }
        Served.Profile role = startup ? null : served.at(path);
        Credentials credentials = role == null ? null : role.credentials();
        if (credentials != null && Served.isServed(credentials, now)) {
            return new Counted(Answer.of(credentials, earlier(credentials.expiration(), now.plus(LONGEST))), "");
        }
        Duration until = pod.until(now);
        if (!last && until.compareTo(WORTH_WAITING) <= 0) {
            return null;
        }
        if (!startup && role == null && !path.equals(Sidecar.CREDENTIALS_PATH) && until.isPositive()) {
            return notFound();
        }
        String problem = Served.problem(role, served.notStartedBecause());
        Counted refused = error(503, "CredentialsUnavailable", problem);
        return new Counted(
                refused.answer().retryAfter(until.compareTo(LONGEST_RETRY) < 0 ? until : LONGEST_RETRY),
                refused.reason());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Counted notFound() {
        return error(
                404,
                "NotFound",
                "credentials are available only at " + Sidecar.CREDENTIALS_PATH + " and at " + Sidecar.CREDENTIALS_PATH
                        + "/<profile> of the pod's roles");
    }

    private static Counted tooMany(String who) {
        Counted refused = error(429, "TooManyRequests", who + " sends too many requests; try again in a second");
        return new Counted(refused.answer().retryAfter(Duration.ofSeconds(1)), refused.reason());
    }

    private static Counted error(int status, String code, String message) {
        return new Counted(Answer.error(status, code, message), code);
    }
}
