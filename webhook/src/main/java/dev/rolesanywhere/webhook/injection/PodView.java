package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pod, read directly from its JSON. A model would lose the fields of Kubernetes versions that it does not know. */
public final class PodView {
    static final String INIT_CONTAINERS = "/spec/initContainers";
    static final String CONTAINERS = "/spec/containers";
    static final String VOLUMES = "/spec/volumes";
    static final String ANNOTATIONS = "/metadata/annotations";
    static final String LABELS = "/metadata/labels";
    static final Set<String> SIDECAR_VOLUMES = Set.of(Sidecar.CREDENTIALS_VOLUME, Sidecar.ISSUER_TOKEN_VOLUME);
    static final Set<String> OLD_SIDECAR_VOLUMES =
            Set.of(Sidecar.OLD_CREDENTIALS_VOLUME, Sidecar.OLD_ISSUER_TOKEN_VOLUME);
    private static final String MIRROR = "kubernetes.io/config.mirror";

    // A review reads these many times.
    private final ObjectNode json;
    private final Map<String, String> annotations;
    private final List<ContainerView> initContainers;
    private final List<ContainerView> containers;

    public PodView(ObjectNode json) {
        this.json = json;
        this.annotations = annotations(json);
        this.initContainers = containers(json, INIT_CONTAINERS);
        this.containers = containers(json, CONTAINERS);
    }

    ObjectNode json() {
        return json;
    }

    private static Map<String, String> annotations(ObjectNode json) {
        Map<String, String> annotations = new LinkedHashMap<>();
        json.path("metadata")
                .path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        return Collections.unmodifiableMap(annotations);
    }

    public String serviceAccount() {
        return serviceAccount(json);
    }

    /** Reads only this field, because the pod may be rejected for its size. */
    public static String serviceAccount(ObjectNode pod) {
        String name = pod.path("spec").path("serviceAccountName").asText();
        return name.isEmpty() ? "default" : name;
    }

    /** For logs: pods of controllers have no name yet at admission. */
    public String displayName() {
        String name = json.path("metadata").path("name").asText();
        return name.isEmpty() ? json.path("metadata").path("generateName").asText() + "…" : name;
    }

    Map<String, String> annotations() {
        return annotations;
    }

    /** Whether the kubelet already runs the pod and the API server only mirrors it. */
    boolean isMirror() {
        return annotations().containsKey(MIRROR);
    }

    /** Takes effect only for a dry run, which stores no pod. */
    public boolean asksForPreview() {
        return "true".equals(annotations().get(Annotations.PREVIEW));
    }

    boolean runsOnWindows() {
        return WindowsPod.is(this);
    }

    boolean usesHostNetwork() {
        return spec("hostNetwork").asBoolean();
    }

    /** Like the kubelet: on the node's network ClusterFirst means Default. */
    String dnsPolicy() {
        String given = spec("dnsPolicy").asText();
        String policy = given.isEmpty() ? Sidecar.DEFAULT_DNS_POLICY : given;
        return usesHostNetwork() && policy.equals(Sidecar.DEFAULT_DNS_POLICY)
                ? policy + " with hostNetwork, which is Default"
                : policy;
    }

    /** Resources for which the pod as a whole has a request or a limit (Kubernetes 1.34 and later). */
    Set<String> budgeted() {
        return Stream.of("requests", "limits")
                .flatMap(field -> spec("resources").path(field).propertyStream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean sharesProcessNamespace() {
        return spec("shareProcessNamespace").asBoolean();
    }

    /** Whether the kubelet gives projected files to a group or a user of the sidecar. */
    boolean hasGroupForFiles() {
        JsonNode context = spec("securityContext");
        return context.path("fsGroup").isNumber() || context.path("runAsUser").isNumber() && !runsAsRoot();
    }

    boolean runsAsRoot() {
        JsonNode user = spec("securityContext").path("runAsUser");
        return user.isNumber() && user.asLong() == 0;
    }

    /**
     * Whether this webhook or an older one injected the pod, here or in the cluster that it was copied from. {@code
     * kubectl debug --copy-to} and other tools remove annotations, so the sidecar counts too.
     */
    boolean injectedBefore() {
        return annotations().containsKey(Annotations.INJECTED)
                || sidecar().filter(PodView::isWrittenByUs).isPresent()
                || servedByAgentBefore();
    }

    /**
     * Whether this webhook injected the pod for its node's agent. Each of our parts counts, because one of them may
     * have been lost.
     */
    boolean servedByAgentBefore() {
        return annotations().containsKey(Annotations.NODE_AGENT)
                || waiting()
                        .flatMap(container -> container.variable(NodeAgent.ENV_URL))
                        .isPresent()
                || holdsToken(volume(NodeAgent.TOKEN_VOLUME), NodeAgent.AUDIENCE);
    }

    private static boolean holdsToken(JsonNode volume, String audience) {
        return volume.has("projected")
                && volume.at("/projected/sources").valueStream().allMatch(source -> source.at(
                                "/serviceAccountToken/audience")
                        .asText()
                        .equals(audience));
    }

    /** The pod's parts of ours, for messages; empty if it has none that matter. */
    Optional<String> parts() {
        if (!injectedBefore()) {
            return Optional.empty();
        }
        return Stream.of(
                        sidecar().map(container -> "container " + Sidecar.CONTAINER),
                        waiting().map(container -> "container " + NodeAgent.WAIT_CONTAINER),
                        Optional.of("volume " + NodeAgent.TOKEN_VOLUME).filter(volume -> servedByAgentBefore()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private JsonNode spec(String member) {
        return json.path("spec").path(member);
    }

    private static boolean isWrittenByUs(ContainerView container) {
        return container.variable(Sidecar.ENV_ISSUER_URL).isPresent()
                || container.variable(Sidecar.ENV_ISSUER_CA).isPresent();
    }

    /**
     * Variables with our form that are the user's, each with the name of its container: the pod had them before our
     * first review.
     */
    Set<String> keptVariables() {
        if (!injectedBefore()) {
            return othersContainers()
                    .flatMap(container -> container
                            .environment()
                            .filter(VariableGroup::isOurs)
                            .map(variable ->
                                    container.qualified(variable.path("name").asText())))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        String written = annotations().getOrDefault(Annotations.KEPT_VARIABLES, "");
        return new TreeSet<>(List.of(written.split(",", -1)));
    }

    boolean hasSidecar() {
        return sidecar().isPresent();
    }

    boolean hasWaiting() {
        return waiting().isPresent();
    }

    Optional<ContainerView> sidecar() {
        return initContainer(Sidecar.CONTAINER);
    }

    /** The container that waits for the agent of the node. */
    Optional<ContainerView> waiting() {
        return initContainer(NodeAgent.WAIT_CONTAINER);
    }

    private Optional<ContainerView> initContainer(String name) {
        return initContainers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    /** -1 if there is none with that name. */
    int initIndex(String name) {
        return initContainers().stream().map(ContainerView::name).toList().indexOf(name);
    }

    /** Whether only the webhook writes a container with that name. */
    static boolean isOurs(ContainerView container) {
        return container.name().equals(Sidecar.CONTAINER) || container.name().equals(NodeAgent.WAIT_CONTAINER);
    }

    List<ContainerView> initContainers() {
        return initContainers;
    }

    List<ContainerView> containers() {
        return containers;
    }

    /** All containers except ours: init containers, then containers. */
    Stream<ContainerView> othersContainers() {
        return Stream.concat(initContainers().stream().filter(container -> !isOurs(container)), containers().stream());
    }

    /**
     * Whether every container except ours has a CPU limit, as in a pod of QoS class Guaranteed or under a quota of
     * limits.
     */
    boolean limitsCpuThroughout() {
        return othersContainers().allMatch(ContainerView::limitsCpu);
    }

    /** The smallest value of all containers except ours; empty if one of them has none. */
    Optional<JsonNode> smallest(String field, String resource) {
        List<JsonNode> quantities = othersContainers()
                .map(container -> container.resource(field, resource))
                .toList();
        return quantities.stream().allMatch(quantity -> Quantity.of(quantity).isPresent())
                ? quantities.stream().min(Comparator.comparing(quantity -> Quantity.of(quantity)
                        .orElseThrow()))
                : Optional.empty();
    }

    List<String> volumes() {
        List<String> names = new ArrayList<>();
        spec("volumes").forEach(volume -> names.add(volume.path("name").asText()));
        return names;
    }

    /** Missing if the pod has none with that name. */
    JsonNode volume(String name) {
        return spec("volumes")
                .valueStream()
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** Whether an older version of this webhook created the volume. Users have volumes with its names, too. */
    boolean isOldOfOurs(String volume) {
        JsonNode found = volume(volume);
        boolean ours =
                switch (volume) {
                    case Sidecar.OLD_CREDENTIALS_VOLUME ->
                        found.at("/emptyDir/medium").asText().equals("Memory")
                                && othersContainers().allMatch(container -> container
                                        .volumeMounts()
                                        .filter(mount ->
                                                mount.path("name").asText().equals(volume))
                                        .allMatch(PodView::isAtOurPlace));
                    case Sidecar.OLD_ISSUER_TOKEN_VOLUME -> holdsToken(found, Issuing.AUDIENCE);
                    default -> false;
                };
        return ours && injectedBefore();
    }

    static boolean isAtOurPlace(JsonNode mount) {
        return mount.path("mountPath").asText().equals(Sidecar.CREDENTIALS_DIRECTORY);
    }

    private static List<ContainerView> containers(ObjectNode json, String pointer) {
        JsonNode array = json.at(pointer);
        return IntStream.range(0, array.size())
                .filter(index -> array.path(index).isObject())
                .mapToObj(index -> new ContainerView(pointer + "/" + index, (ObjectNode) array.path(index)))
                .toList();
    }
}
