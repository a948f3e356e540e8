package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.node.token.PodIdentity;
import dev.rolesanywhere.sidecar.endpoint.Served;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides for all pods, one by one. An error of one pod does not affect others. For one thread. */
public final class AgentLoop {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(10);
    /**
     * A pod without credentials is forgotten after this time without a request, because most such pods no longer exist.
     */
    private static final Duration FORGET_AFTER = Duration.ofHours(13);

    private final AgentParts parts;
    private final Pods pods;
    private final Map<String, PodWork> works = new HashMap<>();

    public AgentLoop(AgentParts parts, Pods pods) {
        this.parts = parts;
        this.pods = pods;
    }

    /** Serves the state that a previous agent stored, before any call. */
    public void restore() throws IOException {
        parts.directory().prepare();
        for (SavedState state : parts.directory().all()) {
            AgentPod pod = pods.restore(state);
            if (pod != null) {
                work(pod, state);
            }
        }
    }

    /**
     * Does the due work.
     *
     * @return when to call this again, unless something happens before
     */
    public Instant turn() {
        Instant now = parts.clock().instant();
        for (AgentPod pod : pods.all()) {
            if (!works.containsKey(pod.identity().uid())) {
                work(pod, null);
            }
        }
        Instant next = now.plus(LONGEST);
        Iterator<PodWork> each = works.values().iterator();
        while (each.hasNext()) {
            PodWork work = each.next();
            if (!pods.contains(work.pod()) || isToBeForgotten(work.pod(), now)) {
                each.remove();
                forget(work.pod());
            } else {
                step(work, now);
                next = work.next(now, next);
            }
        }
        return next;
    }

    private void step(PodWork work, Instant now) {
        if (!work.isDue(now)) {
            return;
        }
        try {
            work.step();
        } catch (RuntimeException | Error e) {
            fault(work.pod(), e);
            work.rest(now.plus(AFTER_FAULT));
        }
    }

    /** @param left state of a previous agent, or of the agent that this one replaces; null if it must be read */
    private void work(AgentPod pod, @Nullable SavedState left) {
        PodIdentity identity = pod.identity();
        try {
            SavedState found = left != null ? left : parts.directory().of(identity.uid());
            works.put(
                    identity.uid(),
                    new PodWork(
                            parts,
                            pod,
                            found != null
                                    ? found
                                    : new SavedState(
                                            identity, keys(), null, pod.seenAt(), null, null, Map.of(), null)));
        } catch (IOException | GeneralSecurityException | RuntimeException | Error e) {
            fault(pod, e);
            pods.forget(pod);
        }
    }

    private boolean isToBeForgotten(AgentPod pod, Instant now) {
        if (pod.seenAt().plus(FORGET_AFTER).isAfter(now)) {
            return false;
        }
        for (Served.Profile role : pod.served().served().roles().values()) {
            if (role.credentials() != null && Served.isServed(role.credentials(), now)) {
                return false;
            }
        }
        return true;
    }

    private void forget(AgentPod pod) {
        pods.forget(pod);
        parts.directory().remove(pod.identity().uid());
    }

    private void fault(AgentPod pod, Throwable e) {
        try {
            String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
            parts.log()
                    .about(pod.identity().toString())
                    .warn("AgentFault", null, message, "Trying again in " + AFTER_FAULT.toSeconds() + " s.");
        } catch (RuntimeException | Error again) {
            // With a full heap, even logging may fail.
        }
    }

    /** P-256, like a sidecar's key. */
    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
