package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.time.Duration;
import java.time.Instant;

/**
 * What prevents a pod's first credentials, according to its status.
 *
 * @param said the message of the kubelet or the scheduler, sanitized, with the container's name
 * @param since when it began, as far as the status shows
 */
record Obstacle(State state, String said, Instant since) {
    /** A scheduler that waits for a node of an autoscaler is not a problem yet. */
    private static final Duration TO_SCHEDULE = Duration.ofMinutes(2);

    /** Images and volumes take time. */
    static final Duration TO_INITIALIZE = Duration.ofMinutes(5);

    /** Whether waiting does not help. The other obstacles become problems only after some time. */
    boolean isCertain() {
        return patience().isZero();
    }

    boolean isDue(Instant now) {
        return !now.isBefore(since.plus(patience()));
    }

    /**
     * The kubelet first reports why a start failed, and later only that it waits before the next attempt. This keeps
     * the first reason.
     */
    Obstacle after(Obstacle before) {
        boolean waits = state == State.ImagePullFailed && said.contains(KubeletReasons.IMAGE_PULL_BACK_OFF);
        return waits && before.state() == state ? before : this;
    }

    private Duration patience() {
        return switch (state) {
            case PodNotScheduled -> TO_SCHEDULE;
            case ContainerCreatingTooLong, InitTooLong -> TO_INITIALIZE;
            default -> Duration.ZERO;
        };
    }
}
