package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.util.Map;
import java.util.Set;

/** The reasons with which the kubelet explains why a container does not run. */
final class KubeletReasons {
    static final String IMAGE_PULL_BACK_OFF = "ImagePullBackOff";
    static final String CRASH_LOOP_BACK_OFF = "CrashLoopBackOff";

    /** The container runtime could not start the program. The message is the runtime's, not the program's. */
    private static final Set<String> OF_THE_RUNTIME = Set.of("StartError", "ContainerCannotRun");

    private static final Map<State, Set<String>> WAITING = Map.of(
            State.ImagePullFailed,
            Set.of(
                    "ErrImagePull",
                    IMAGE_PULL_BACK_OFF,
                    "InvalidImageName",
                    "ErrImageNeverPull",
                    "ImageInspectError",
                    "RegistryUnavailable",
                    "SignatureValidationFailed"),
            State.ContainerConfigError,
            Set.of(
                    "CreateContainerConfigError",
                    "CreateContainerError",
                    "RunContainerError",
                    "PreCreateHookError",
                    "PreStartHookError",
                    "PostStartHookError"),
            State.ContainerCrashes,
            Set.of(CRASH_LOOP_BACK_OFF));

    private KubeletReasons() {}

    /** The state of a waiting container. Unknown reasons and reasons that are not errors count as waiting. */
    static State waiting(String reason) {
        return WAITING.entrySet().stream()
                .filter(entry -> entry.getValue().contains(reason))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(State.ContainerCreatingTooLong);
    }

    static boolean isOfTheRuntime(String terminated) {
        return OF_THE_RUNTIME.contains(terminated);
    }

    /**
     * Whether the image has no program for the node's architecture. The message comes from the pull or from the start.
     */
    static boolean tellsOfArchitecture(String message) {
        return message.contains("exec format error") || message.contains("no match for platform");
    }
}
