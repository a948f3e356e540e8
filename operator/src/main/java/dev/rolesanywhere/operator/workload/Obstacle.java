package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.time.Duration;
import java.time.Instant;

/**
 * What keeps a pod from its first credentials, as its status shows it.
 *
 * @param said what the kubelet or the scheduler says of it, sanitized, with the container that it is about
 * @param since when it began, as far as the status tells
 */
record Obstacle(State state, String said, Instant since) {
    /** A scheduler that waits for a node of an autoscaler is no trouble yet. */
    private static final Duration TO_SCHEDULE = Duration.ofMinutes(2);

    /** Images and volumes take their time. */
    static final Duration TO_INITIALIZE = Duration.ofMinutes(5);

    /** Whether it will not go away by waiting. Only time makes the others trouble. */
    boolean isCertain() {
        return patience().isZero();
    }

    boolean isDue(Instant now) {
        return !now.isBefore(since.plus(patience()));
    }

    /** The kubelet says why it failed, and after that only that it waits before it tries again: the former is kept. */
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
