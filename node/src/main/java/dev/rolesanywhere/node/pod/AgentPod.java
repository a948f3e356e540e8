package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.node.token.PodIdentity;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One pod. The listener's thread and the deciding thread share this object. */
public final class AgentPod {
    /** Clients get credentials for at most 30 minutes, and send their next request before these expire. */
    public static final Duration AWAKE = Duration.ofMinutes(35);

    private final PodIdentity identity;
    private final ServedPod served;
    private final HeldToken token;
    private volatile Instant seenAt;
    private volatile boolean attention = true;
    private volatile boolean calling = true;
    private volatile Instant next = Instant.EPOCH;

    AgentPod(PodIdentity identity, ServedPod served, HeldToken token, Instant seenAt) {
        this.identity = identity;
        this.served = served;
        this.token = token;
        this.seenAt = seenAt;
    }

    public PodIdentity identity() {
        return identity;
    }

    /** The credentials for the pod's clients. */
    public ServedPod served() {
        return served;
    }

    HeldToken token() {
        return token;
    }

    /** The newest token that a client of the pod has sent. */
    public @Nullable SeenToken newestToken() {
        return token.newest();
    }

    /** A client of the pod has sent a request with this token. */
    public void present(SeenToken shown, Instant now) {
        boolean isNews = token.saw(shown) || !isAwake(now);
        seenAt = now;
        attention |= isNews;
    }

    /** Whether the deciding thread must check the pod. */
    public boolean hasWork() {
        return attention;
    }

    Instant seenAt() {
        return seenAt;
    }

    /** The agent renews nothing for a pod that sends no requests. */
    public boolean isAwake(Instant now) {
        return seenAt.plus(AWAKE).isAfter(now);
    }

    /** Whether the deciding thread must check the pod; resets the mark. */
    boolean takeAttention() {
        boolean was = attention;
        // Set before the other field. Otherwise another thread could see a pod without work in between.
        calling |= was;
        attention = false;
        return was;
    }

    /** @param isCalling whether a call to operator or AWS is in progress */
    void progressed(boolean isCalling, Instant at) {
        calling = isCalling;
        next = at;
    }

    /** The time until the next possible change; zero during a call. */
    public Duration until(Instant now) {
        Duration left = Duration.between(now, next);
        return attention || calling || left.isNegative() ? Duration.ZERO : left;
    }
}
