package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Labels;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.binding.CertificateFiles;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfSidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies a decision. It only adds, except for parts of ours, which it replaces or removes. A second application
 * changes nothing.
 */
final class Mutation {
    private static final String PULL_SECRETS = "/spec/imagePullSecrets";

    private final ChartSettings chart;
    private final SidecarParts sidecarParts;
    private final WaitParts waitParts;
    private final InitPlacement placement;

    Mutation(ChartSettings chart) {
        this.chart = chart;
        this.sidecarParts = new SidecarParts(chart);
        this.waitParts = new WaitParts(chart);
        this.placement = new InitPlacement(chart.sidecarAfter());
    }

    PatchedPod inject(PodView pod, Inject decision) {
        PatchedPod patched = new PatchedPod(pod.json());
        annotate(patched, Annotations.INJECTED, chart.version());
        label(patched, decision);
        keepVariables(patched, pod);
        // The issuer reads only the pod, so the ServiceAccount's choice must be in the pod.
        decision.askedRole().ifPresent(role -> annotate(patched, Annotations.ROLE, role));
        switch (decision.source()) {
            case OfSidecar(SidecarPorts ports) -> serveBySidecar(patched, pod, decision, ports);
            case OfNodeAgent(NodeAgentSettings agent) -> serveByAgent(patched, pod, decision, agent);
        }
        return patched;
    }

    private void serveBySidecar(PatchedPod patched, PodView pod, Inject decision, SidecarPorts ports) {
        probePastTheProxy(patched, pod);
        if (pod.servedByAgentBefore()) {
            patched.remove(PodView.ANNOTATIONS, Annotations.NODE_AGENT);
            removeNamed(patched, PodView.VOLUMES, NodeAgent.TOKEN_VOLUME);
            removeNamed(patched, PodView.INIT_CONTAINERS, NodeAgent.WAIT_CONTAINER);
        }
        placeVolume(patched, pod, SidecarParts.credentialsVolume(pod), Sidecar.OLD_CREDENTIALS_VOLUME);
        placeVolume(patched, pod, SidecarParts.issuerTokenVolume(), Sidecar.OLD_ISSUER_TOKEN_VOLUME);
        List<CertificateFiles> files = ExternalVolumes.of(decision.roles());
        files.forEach(it -> ExternalVolumes.volume(it).ifPresent(volume -> placeVolume(patched, pod, volume, "")));
        placePullSecrets(patched);
        ObjectNode sidecar = sidecarParts.container(pod, decision, ports);
        placement.place(
                patched,
                pod.sidecar()
                        .map(found -> FoundSidecar.complete(sidecar, found.json()))
                        .orElse(sidecar),
                init -> ExternalVolumes.isWriter(init, files));
        deliver(patched, pod, decision, new PodView(patched.document()).initIndex(Sidecar.CONTAINER));
    }

    private void serveByAgent(PatchedPod patched, PodView pod, Inject decision, NodeAgentSettings agent) {
        for (String volume : PodView.SIDECAR_VOLUMES) {
            removeNamed(patched, PodView.VOLUMES, volume);
        }
        for (String volume : PodView.OLD_SIDECAR_VOLUMES) {
            if (pod.isOldOfOurs(volume)) {
                removeNamed(patched, PodView.VOLUMES, volume);
            }
        }
        removeNamed(patched, PodView.INIT_CONTAINERS, Sidecar.CONTAINER);
        placeVolume(patched, pod, WaitParts.tokenVolume(), "");
        boolean waits = decision.settings().startup() == Startup.WaitForCredentials;
        if (waits) {
            placePullSecrets(patched);
            ObjectNode waiting = waitParts.container(pod, decision, agent);
            placement.place(
                    patched,
                    pod.waiting()
                            .map(found -> FoundSidecar.complete(waiting, found.json()))
                            .orElse(waiting),
                    init -> false);
        } else {
            removeNamed(patched, PodView.INIT_CONTAINERS, NodeAgent.WAIT_CONTAINER);
        }
        // The agent runs before the pod, so containers before the waiting one have credentials too.
        deliver(patched, pod, decision, 0);
        annotate(patched, Annotations.NODE_AGENT, holders(patched, decision, waits));
    }

    private static String holders(PatchedPod patched, Inject decision, boolean waits) {
        return Stream.concat(
                        waits ? Stream.of(NodeAgent.WAIT_CONTAINER) : Stream.empty(),
                        new PodView(patched.document())
                                .othersContainers()
                                .map(ContainerView::name)
                                .filter(decision.settings().containers()::selects))
                .collect(Collectors.joining(","));
    }

    /** The mesh's CNI plugin reads the annotation when the pod starts. A user's annotation stays, with a warning. */
    private static void probePastTheProxy(PatchedPod patched, PodView pod) {
        Mesh.of(pod)
                .filter(mesh -> mesh != Mesh.Consul
                        && !mesh.startsLate(pod)
                        && mesh.redirectsFromTheStart(pod)
                        && !pod.annotations().containsKey(mesh.inbound()))
                .ifPresent(mesh -> annotate(patched, mesh.inbound(), String.valueOf(Sidecar.PROBE_PORT)));
    }

    /** Another webhook may cause a second review, which could not distinguish the user's variables from ours. */
    private static void keepVariables(PatchedPod patched, PodView pod) {
        boolean written = pod.annotations().containsKey(Annotations.KEPT_VARIABLES);
        if (!pod.injectedBefore() && (written || !pod.keptVariables().isEmpty())) {
            annotate(patched, Annotations.KEPT_VARIABLES, String.join(",", pod.keptVariables()));
        }
    }

    /** The guards in the API server read only the pod, so the ServiceAccount's choice must be in the pod. */
    static PatchedPod optOut(PodView pod) {
        PatchedPod patched = new PatchedPod(pod.json());
        annotate(patched, Annotations.INJECT, "false");
        unlabel(patched);
        return patched;
    }

    /** A pod without injection, such as a copy of an injected pod, must not carry our labels. */
    static PatchedPod leaveAlone(PodView pod) {
        PatchedPod patched = new PatchedPod(pod.json());
        unlabel(patched);
        return patched;
    }

    /** For users' selectors. The webhook replaces such labels of the pod. */
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

    /** @param older its name in an older version */
    private static void placeVolume(PatchedPod patched, PodView original, ObjectNode volume, String older) {
        String name = volume.path("name").asText();
        PodView pod = new PodView(patched.document());
        List<String> names = pod.volumes();
        int index = names.contains(name) || !original.isOldOfOurs(older) ? names.indexOf(name) : names.indexOf(older);
        if (index >= 0) {
            patched.replace(PodView.VOLUMES, index, volume);
        } else {
            patched.append(PodView.VOLUMES, volume);
        }
    }

    private static void removeNamed(PatchedPod patched, String array, String name) {
        patched.removeItems(array, item -> item.path("name").asText().equals(name));
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

    /** @param from the index of the first init container that can have credentials */
    private static void deliver(PatchedPod patched, PodView original, Inject decision, int from) {
        PodView pod = new PodView(patched.document());
        ContainerDelivery delivery = new ContainerDelivery(original, decision);
        List<ContainerView> init = pod.initContainers();
        for (int index = 0; index < init.size(); index++) {
            ContainerView container = init.get(index);
            if (!PodView.isOurs(container)) {
                deliver(patched, delivery, index >= from && selects(decision, container), container);
            }
        }
        pod.containers().forEach(container -> deliver(patched, delivery, selects(decision, container), container));
    }

    private static boolean selects(Inject decision, ContainerView container) {
        return decision.settings().containers().selects(container.name());
    }

    private static void deliver(
            PatchedPod patched, ContainerDelivery delivery, boolean selected, ContainerView container) {
        if (selected) {
            delivery.give(patched, container);
        } else {
            delivery.takeBack(patched, container);
        }
    }
}
