package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.PodToken;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest token that a pod's clients have sent. The agent sends this token and its own token to the operator. */
final class HeldToken implements PodToken {
    /** A token with less time left might expire during the call. */
    private static final Duration MIN_LEFT = Duration.ofSeconds(5);

    private final ProjectedToken agent;
    private final Clock clock;
    private volatile @Nullable SeenToken newest;

    /** @param clock the node's: no token shows the difference between AWS's clock and the API server's */
    HeldToken(ProjectedToken agent, Clock clock, @Nullable SeenToken newest) {
        this.agent = agent;
        this.clock = clock;
        this.newest = newest;
    }

    @Nullable
    SeenToken newest() {
        return newest;
    }

    /** @return whether it is the newest now, and was not before */
    boolean saw(SeenToken token) {
        SeenToken before = newest;
        boolean isNewer = before == null
                || token.issuedAt().isAfter(before.issuedAt())
                || token.hash().equals(before.hash()) && before.text() == null && token.text() != null;
        if (isNewer) {
            newest = token;
        }
        return isNewer;
    }

    @Override
    public void addTo(Map<String, String> headers) throws IssuingException {
        SeenToken token = newest;
        if (token == null || token.text() == null) {
            throw IssuingException.of(new IllegalStateException("the pod has not sent a token yet"));
        }
        headers.put("Authorization", "Bearer " + token.text());
        headers.put(NodeAgent.AGENT_HEADER, "Bearer " + agent.text());
    }

    @Override
    public boolean isFresh(Instant now) {
        SeenToken token = newest;
        return token != null
                && token.text() != null
                && !token.isExpired(clock.instant().plus(MIN_LEFT));
    }
}
