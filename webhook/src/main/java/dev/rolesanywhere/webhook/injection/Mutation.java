package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Labels;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import java.util.List;
import java.util.OptionalInt;

/** Puts a decision into effect. It only adds, except for parts of ours, which it replaces; doing it twice changes nothing. */
final class Mutation {
    private static final String PULL_SECRETS = "/spec/imagePullSecrets";

    private final ChartSettings chart;
    private final SidecarParts parts;

    Mutation(ChartSettings chart) {
        this.chart = chart;
        this.parts = new SidecarParts(chart);
    }

    PatchedPod inject(PodView pod, Inject decision) {
        PatchedPod patched = new PatchedPod(pod.json());
        annotate(patched, Annotations.INJECTED, chart.version());
        label(patched, decision);
        probePastTheProxy(patched, pod);
        keepVariables(patched, pod);
        // The issuer reads the pod alone: what its ServiceAccount asks for has to stand there.
        decision.askedRole().ifPresent(role -> annotate(patched, Annotations.ROLE, role));
        placeVolume(patched, pod, parts.credentialsVolume(pod), Sidecar.OLD_CREDENTIALS_VOLUME);
        placeVolume(patched, pod, parts.issuerTokenVolume(), Sidecar.OLD_ISSUER_TOKEN_VOLUME);
        placePullSecrets(patched);
        ObjectNode sidecar = parts.container(pod, decision);
        placeSidecar(
                patched,
                pod,
                pod.sidecar()
                        .map(found -> FoundSidecar.complete(sidecar, found.json()))
                        .orElse(sidecar));
        deliver(patched, pod, decision);
        return patched;
    }

    /** The mesh's CNI plugin reads the annotation when the pod starts. One that the user wrote stays, with a warning. */
    private static void probePastTheProxy(PatchedPod patched, PodView pod) {
        Mesh.of(pod)
                .filter(mesh -> mesh != Mesh.Consul
                        && !mesh.startsLate(pod)
                        && mesh.redirectsFromTheStart(pod)
                        && !pod.annotations().containsKey(mesh.inbound()))
                .ifPresent(mesh -> annotate(patched, mesh.inbound(), String.valueOf(Sidecar.PROBE_PORT)));
    }

    /** Another webhook may call us back, and then what the user wrote could not be told from what we did. */
    private static void keepVariables(PatchedPod patched, PodView pod) {
        boolean written = pod.annotations().containsKey(Annotations.KEPT_VARIABLES);
        if (!pod.injectedBefore() && (written || !pod.keptVariables().isEmpty())) {
            annotate(patched, Annotations.KEPT_VARIABLES, String.join(",", pod.keptVariables()));
        }
    }

    /** The guards in the API server read the pod alone: what its ServiceAccount says has to stand there. */
    static PatchedPod optOut(PodView pod) {
        PatchedPod patched = new PatchedPod(pod.json());
        annotate(patched, Annotations.INJECT, "false");
        unlabel(patched);
        return patched;
    }

    /** A pod that is no pod of ours does not carry our labels, such as a copy of one. */
    static PatchedPod leaveAlone(PodView pod) {
        PatchedPod patched = new PatchedPod(pod.json());
        unlabel(patched);
        return patched;
    }

    /** For selectors of people; what the pod brings itself is replaced. */
    private static void label(PatchedPod patched, Inject decision) {
        patched.put(PodView.LABELS, Labels.INJECTED, JsonNodeFactory.instance.textNode("true"));
        decision.defaultRoleName()
                .filter(Labels::fits)
                .ifPresentOrElse(
                        role -> patched.put(PodView.LABELS, Labels.ROLE, JsonNodeFactory.instance.textNode(role)),
                        () -> patched.remove(PodView.LABELS, Labels.ROLE));
    }

    private static void unlabel(PatchedPod patched) {
        patched.remove(PodView.LABELS, Labels.INJECTED);
        patched.remove(PodView.LABELS, Labels.ROLE);
    }

    private static void annotate(PatchedPod patched, String key, String value) {
        patched.put(PodView.ANNOTATIONS, key, JsonNodeFactory.instance.textNode(value));
    }

    private static void placeVolume(PatchedPod patched, PodView pod, ObjectNode volume, String older) {
        pod.volumeIndex(volume.path("name").asText(), older)
                .ifPresentOrElse(
                        index -> patched.replace(PodView.VOLUMES, index, volume),
                        () -> patched.append(PodView.VOLUMES, volume));
    }

    private void placePullSecrets(PatchedPod patched) {
        for (String secret : chart.sidecar().pullSecrets()) {
            ObjectNode reference = JsonNodeFactory.instance.objectNode().put("name", secret);
            JsonNode present = patched.document().at(PULL_SECRETS);
            if (present.valueStream().noneMatch(reference::equals)) {
                patched.append(PULL_SECRETS, reference);
            }
        }
    }

    /**
     * First, or right after the last of the containers that have to run before it. One that stands later already stays there:
     * another webhook has put its own init containers before it.
     */
    private void placeSidecar(PatchedPod patched, PodView pod, ObjectNode container) {
        List<String> names =
                pod.initContainers().stream().map(ContainerView::name).toList();
        int earliest = 0;
        for (int index = 0; index < names.size(); index++) {
            if (chart.sidecarAfter().contains(names.get(index)) || Mesh.isProxy(names.get(index))) {
                earliest = index + 1;
            }
        }
        OptionalInt there = pod.sidecarIndex();
        int latest = Mesh.of(pod)
                .flatMap(mesh -> mesh.startsBefore(pod))
                .map(names::indexOf)
                .filter(index -> index >= 0)
                .orElse(names.size());
        if (there.isPresent() && there.getAsInt() > latest) {
            patched.remove(PodView.INIT_CONTAINERS, there.getAsInt());
            patched.insert(PodView.INIT_CONTAINERS, latest, container);
        } else if (there.isEmpty()) {
            patched.insert(PodView.INIT_CONTAINERS, earliest, container);
        } else if (there.getAsInt() >= earliest) {
            patched.replace(PodView.INIT_CONTAINERS, there.getAsInt(), container);
        } else {
            patched.remove(PodView.INIT_CONTAINERS, there.getAsInt());
            patched.insert(PodView.INIT_CONTAINERS, earliest - 1, container);
        }
    }

    private static void deliver(PatchedPod patched, PodView original, Inject decision) {
        PodView pod = new PodView(patched.document());
        ContainerDelivery delivery = new ContainerDelivery(original, decision);
        List<ContainerView> init = pod.initContainers();
        int sidecar = pod.sidecarIndex().orElseThrow();
        // What runs before the sidecar cannot have credentials.
        init.subList(0, sidecar).forEach(container -> delivery.takeBack(patched, container));
        init.subList(sidecar + 1, init.size()).forEach(container -> deliver(patched, delivery, decision, container));
        pod.containers().forEach(container -> deliver(patched, delivery, decision, container));
    }

    private static void deliver(
            PatchedPod patched, ContainerDelivery delivery, Inject decision, ContainerView container) {
        if (decision.settings().containers().selects(container.name())) {
            delivery.give(patched, container);
        } else {
            delivery.takeBack(patched, container);
        }
    }
}
