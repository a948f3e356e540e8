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
import java.util.stream.Stream;

/** A pod, read where it stands in its JSON: a model would lose the fields of Kubernetes versions that it does not know. */
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

    // A review looks at these many times.
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

    /** Reads nothing else of the pod, which may be one that is refused for its size. */
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

    /** Whether the kubelet runs it already: the API server only mirrors it. */
    boolean isMirror() {
        return annotations().containsKey(MIRROR);
    }

    /** Has an effect where nothing is kept of the pod, and nowhere else. */
    public boolean asksForPreview() {
        return "true".equals(annotations().get(Annotations.PREVIEW));
    }

    boolean runsOnWindows() {
        return WindowsPod.is(this);
    }

    boolean usesHostNetwork() {
        return spec("hostNetwork").asBoolean();
    }

    /** As the kubelet does it: on the node's network ClusterFirst is Default. */
    String dnsPolicy() {
        String given = spec("dnsPolicy").asText();
        String policy = given.isEmpty() ? Sidecar.DEFAULT_DNS_POLICY : given;
        return usesHostNetwork() && policy.equals(Sidecar.DEFAULT_DNS_POLICY)
                ? policy + " with hostNetwork, which is Default"
                : policy;
    }

    /** Resources of which the pod as a whole has a request or a limit (Kubernetes 1.34 and later). */
    Set<String> budgeted() {
        return Stream.of("requests", "limits")
                .flatMap(field -> spec("resources").path(field).propertyStream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean sharesProcessNamespace() {
        return spec("shareProcessNamespace").asBoolean();
    }

    /** Whether the kubelet gives projected files to a group or a user that the sidecar has. */
    boolean hasGroupForFiles() {
        JsonNode context = spec("securityContext");
        return context.path("fsGroup").isNumber() || context.path("runAsUser").isNumber() && !runsAsRoot();
    }

    boolean runsAsRoot() {
        JsonNode user = spec("securityContext").path("runAsUser");
        return user.isNumber() && user.asLong() == 0;
    }

    /**
     * Whether this webhook or an older one injected it, here or in the cluster that it was copied from. {@code kubectl debug --copy-to} and
     * other tools drop annotations: the sidecar itself says it too.
     */
    boolean injectedBefore() {
        return annotations().containsKey(Annotations.INJECTED)
                || sidecar().filter(PodView::isWrittenByUs).isPresent()
                || servedByAgentBefore();
    }

    /** Whether this webhook made it a pod which the agent of its node serves. Each of our parts says it, as one of them may have been lost. */
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

    /** What the pod has of ours, for messages; empty where it has nothing that matters. */
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

    /** What looks like a variable of ours and is the user's, each qualified by its container: what stood there before we first came. */
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

    /** -1 where there is none of that name. */
    int initIndex(String name) {
        return initContainers().stream().map(ContainerView::name).toList().indexOf(name);
    }

    /** Whether a container of that name is written by us alone. */
    static boolean isOurs(ContainerView container) {
        return container.name().equals(Sidecar.CONTAINER) || container.name().equals(NodeAgent.WAIT_CONTAINER);
    }

    List<ContainerView> initContainers() {
        return initContainers;
    }

    List<ContainerView> containers() {
        return containers;
    }

    /** All of them but ours: init containers, then containers. */
    Stream<ContainerView> othersContainers() {
        return Stream.concat(initContainers().stream().filter(container -> !isOurs(container)), containers().stream());
    }

    /** Whether every container but ours has a CPU limit, as in a pod of QoS class Guaranteed or under a quota of limits. */
    boolean limitsCpuThroughout() {
        return othersContainers().allMatch(ContainerView::limitsCpu);
    }

    /** The smallest of all containers but ours; empty where one of them has none. */
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

    /** Missing where the pod has none of that name. */
    JsonNode volume(String name) {
        return spec("volumes")
                .valueStream()
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** Whether an older version of this webhook made the volume: people use its names for volumes of their own. */
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
        List<ContainerView> containers = new ArrayList<>();
        JsonNode array = json.at(pointer);
        for (int index = 0; index < array.size(); index++) {
            if (array.path(index) instanceof ObjectNode object) {
                containers.add(new ContainerView(pointer + "/" + index, object));
            }
        }
        return Collections.unmodifiableList(containers);
    }
}
