package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.node.token.PodIdentity;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The remembered pods, by UID and by their verified tokens. Bounded: the pod that was silent longest is removed, but
 * only a pod that no longer sends requests.
 */
public final class Pods {
    /** A client may still use an older token. */
    private static final int TOKENS_PER_POD = 2;

    private final int most;
    private final ProjectedToken agentToken;
    private final Clock clock;
    private final Map<String, AgentPod> byUid = new ConcurrentHashMap<>();
    /** By hash, the first verified token first. */
    private final Map<String, Verified> byToken;

    private record Verified(AgentPod pod, SeenToken token) {}

    /**
     * @param most pods
     * @param clock the node's
     */
    public Pods(int most, ProjectedToken agentToken, Clock clock) {
        this.most = most;
        this.agentToken = agentToken;
        this.clock = clock;
        this.byToken = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
                return size() > TOKENS_PER_POD * most;
            }
        };
    }

    /** The pod of a token that was verified before, expired or not. */
    public synchronized @Nullable AgentPod find(String hash) {
        Verified verified = byToken.get(hash);
        return verified == null ? null : verified.pod();
    }

    /** The pod of a token that was verified before; null for another token. */
    public synchronized @Nullable SeenToken token(String hash) {
        Verified verified = byToken.get(hash);
        return verified == null ? null : verified.token();
    }

    /**
     * Stores a verified token.
     *
     * @param token without its text
     * @return its pod; null if there is no room for another pod
     */
    public synchronized @Nullable AgentPod admit(PodIdentity identity, SeenToken token) {
        AgentPod pod = byUid.get(identity.uid());
        if (pod == null && !hasRoom()) {
            return null;
        }
        if (pod == null) {
            pod = add(identity, null, clock.instant());
        }
        remember(pod, token);
        return pod;
    }

    /** Restores what a previous agent stored. */
    synchronized @Nullable AgentPod restore(SavedState state) {
        if (byUid.size() >= most || byUid.containsKey(state.identity().uid())) {
            return null;
        }
        AgentPod pod = add(state.identity(), state.token(), state.seenAt());
        if (state.token() != null) {
            remember(pod, state.token());
        }
        return pod;
    }

    private AgentPod add(PodIdentity identity, @Nullable SeenToken token, Instant seenAt) {
        AgentPod pod = new AgentPod(
                identity,
                new ServedPod(
                        new Served("", null, Map.of(), "waiting for a certificate from the operator"),
                        new Metrics(clock)),
                new HeldToken(agentToken, clock, token),
                seenAt);
        byUid.put(identity.uid(), pod);
        return pod;
    }

    private void remember(AgentPod pod, SeenToken token) {
        byToken.remove(token.hash());
        byToken.put(token.hash(), new Verified(pod, token));
    }

    private boolean hasRoom() {
        if (byUid.size() < most) {
            return true;
        }
        AgentPod longestSilent = null;
        for (AgentPod pod : byUid.values()) {
            if (longestSilent == null || pod.seenAt().isBefore(longestSilent.seenAt())) {
                longestSilent = pod;
            }
        }
        if (longestSilent == null || longestSilent.isAwake(clock.instant())) {
            return false;
        }
        forget(longestSilent);
        return true;
    }

    synchronized void forget(AgentPod pod) {
        byUid.remove(pod.identity().uid(), pod);
        byToken.values().removeIf(verified -> verified.pod() == pod);
    }

    public Collection<AgentPod> all() {
        return byUid.values();
    }

    boolean contains(AgentPod pod) {
        return byUid.get(pod.identity().uid()) == pod;
    }
}
