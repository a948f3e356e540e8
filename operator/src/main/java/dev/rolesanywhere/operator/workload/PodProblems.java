package dev.rolesanywhere.operator.workload;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Messages about problems of pods, with what to do. */
public final class PodProblems {
    /** How long a sidecar waits for the first request of a client. */
    private static final int ASKING_MINUTES = 10;

    private static final int MOST_NODES = 5;

    private PodProblems() {}

    /** One or two sentences for each kind of problem, the most important first; empty without problems. */
    public static Optional<String> words(PodHealthReport report) {
        String words = Arrays.stream(State.values())
                .filter(State::isTrouble)
                .flatMap(state -> report.all().stream()
                        .filter(health -> health.state() == state)
                        .collect(groupingBy(PodProblems::cause, LinkedHashMap::new, toList()))
                        .values()
                        .stream())
                .map(PodProblems::words)
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    /** One sentence must not attribute the cause of one pod to another pod. */
    private static String cause(PodHealth health) {
        return health.state() == State.CredentialsShadowed ? health.message() : health.reason();
    }

    /** Message about queued pods; empty if there are none. */
    public static Optional<String> queued(PodHealthReport report) {
        List<PodHealth> pods = report.all().stream()
                .filter(health -> health.state() == State.QueuedForAWS)
                .toList();
        return pods.isEmpty() ? Optional.empty() : Optional.of(words(pods));
    }

    /** Message about pods without requests for credentials, which is not a problem by itself; empty if there are none. */
    public static Optional<String> neverAsked(PodHealthReport standings) {
        List<PodHealth> pods = standings.all().stream()
                .filter(standing -> standing.state() == State.NeverAsked)
                .toList();
        return pods.isEmpty() ? Optional.empty() : Optional.of(words(pods));
    }

    /** Message about pods without a session that send no requests; empty if there are none. */
    public static Optional<String> idle(PodHealthReport report) {
        List<PodHealth> pods = report.all().stream()
                .filter(health -> health.state() == State.Idle)
                .toList();
        return pods.isEmpty() ? Optional.empty() : Optional.of(words(pods));
    }

    /** @param pods in the same state, at least one */
    static String words(List<PodHealth> pods) {
        PodHealth first = pods.getFirst();
        String named = named(pods);
        return switch (first.state()) {
            case CertificateRejected ->
                "No certificate for %s (%s): %s".formatted(named, first.reason(), first.message());
            case RefusedByAWS, AWSUnreachable, AWSNotCalled ->
                "No session for %s (%s): %s".formatted(named, first.reason(), first.message());
            case CredentialsExpired ->
                "The credentials of %s have expired. The log of %s has the reason for the failed renewal."
                        .formatted(named, first.message());
            case IssuerUnreachable ->
                "No certificate request has reached the operator from %s. 'kubectl logs POD -c %s' shows the error. After a timeout, allow DNS and the operator's issuing endpoint in the network policies."
                        .formatted(named, Sidecar.CONTAINER);
            case NodeAgentUnreachable ->
                "The node agent has not requested a certificate for %s (on %s). 'kubectl get pods -A -l app.kubernetes.io/component=node-agent -o wide' shows the nodes with a ready agent. The log of container %s shows whether the pod can reach the agent."
                        .formatted(named, nodes(pods), NodeAgent.WAIT_CONTAINER);
            case Idle ->
                "No AWS client sends requests in %s: the last session has expired or there was none. The next request gets a new session."
                        .formatted(named);
            case PodsWithoutSidecar ->
                "The sidecar is missing in %s, created before the binding or while the webhook was unavailable. Recreate the pods, for example with 'kubectl rollout restart'."
                        .formatted(named);
            case CredentialsShadowed ->
                "%s overrides the injected credentials in %s. Remove it from the containers."
                        .formatted(first.message(), named);
            case NeverAsked ->
                "No AWS client has requested credentials within %d minutes in %s. This is normal if the application calls AWS rarely or later. Otherwise the application has static keys (in env, envFrom or a mounted file%s), or its SDK does not support the endpoint. 'env | grep ^AWS_' and 'aws sts get-caller-identity' in the container show the cause."
                        .formatted(
                                ASKING_MINUTES,
                                named,
                                first.message().isEmpty() ? "" : "; there is " + first.message());
            case WrongArchitecture ->
                "The image does not support the node's architecture in %s (%s). Use an image for that architecture, or set a node selector on 'kubernetes.io/arch'."
                        .formatted(named, first.message());
            case ImagePullFailed ->
                "The image cannot be pulled in %s (%s). Correct the image's name or the chart's image.registry and recreate the pods, or create a pull secret in the pods' namespace."
                        .formatted(named, first.message());
            case ContainerConfigError ->
                "The kubelet cannot create a container in %s (%s). Create the named Secret or ConfigMap, or correct the reference."
                        .formatted(named, first.message());
            case ContainerCrashes ->
                "A container crashes repeatedly in %s (%s). The application starts after that container. 'kubectl logs --previous' of the container shows the cause."
                        .formatted(named, first.message());
            case InitTooLong ->
                "The init phase has taken more than %d minutes in %s (%s). The log of that container shows what it waits for."
                        .formatted(Obstacle.TO_INITIALIZE.toMinutes(), named, first.message());
            case PodNotScheduled ->
                "No node accepts %s (%s). Correct the pod's requests, node selectors or tolerations, or add nodes."
                        .formatted(named, first.message());
            case ContainerCreatingTooLong ->
                "Containers have not been created for more than %d minutes in %s (%s). 'kubectl describe pod' names the missing volume, network or image."
                        .formatted(Obstacle.TO_INITIALIZE.toMinutes(), named, first.message());
            case QueuedForAWS ->
                "More pods need to call AWS than aws.createSessionRate allows. %s in the queue, the first of them until %s. The pods retry automatically."
                        .formatted(capitalized(named) + (pods.size() == 1 ? " is" : " are"), earliest(pods));
            case PodsStarting, Served -> throw new IllegalArgumentException("no trouble: " + first.state());
        };
    }

    private static String nodes(List<PodHealth> pods) {
        List<String> names =
                pods.stream().map(PodHealth::message).distinct().sorted().toList();
        int more = names.size() - MOST_NODES;
        return (names.size() == 1 ? "node " : "nodes ")
                + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NODES)))
                + (more <= 0 ? "" : " and " + more + " more");
    }

    private static String earliest(List<PodHealth> queued) {
        return queued.stream().map(PodHealth::message).sorted().findFirst().orElseThrow();
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String named(List<PodHealth> pods) {
        List<String> names = PodHealthReport.names(pods, health -> health.pod().name());
        int more = pods.size() - names.size();
        return (pods.size() == 1 ? "pod " : pods.size() + " pods: ")
                + String.join(", ", names)
                + (more == 0 ? "" : " and " + more + " more");
    }
}
