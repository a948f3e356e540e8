package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The position of an init container of ours. */
final class InitPlacement {
    private final Set<String> after;

    /** @param after names of init containers that stay before ours */
    InitPlacement(Set<String> after) {
        this.after = after;
    }

    /**
     * Places the container first, or right after the last container that must run before it. A container that is
     * already later stays there, because another webhook has put its init containers before it.
     *
     * @param first which other init containers must run before it
     */
    void place(PatchedPod patched, ObjectNode container, Predicate<ContainerView> first) {
        PodView pod = new PodView(patched.document());
        List<String> names =
                pod.initContainers().stream().map(ContainerView::name).toList();
        int earliest = 0;
        for (int index = 0; index < names.size(); index++) {
            ContainerView init = pod.initContainers().get(index);
            if (after.contains(init.name())
                    || Mesh.isProxy(init.name())
                    || (!PodView.isOurs(init) && first.test(init))) {
                earliest = index + 1;
            }
        }
        int there = pod.initIndex(container.path("name").asText());
        int latest = Mesh.of(pod)
                .flatMap(mesh -> mesh.startsBefore(pod))
                .map(names::indexOf)
                .filter(index -> index >= 0)
                .orElse(names.size());
        if (there > latest) {
            patched.remove(PodView.INIT_CONTAINERS, there);
            patched.insert(PodView.INIT_CONTAINERS, latest, container);
        } else if (there < 0) {
            patched.insert(PodView.INIT_CONTAINERS, earliest, container);
        } else if (there >= earliest) {
            patched.replace(PodView.INIT_CONTAINERS, there, container);
        } else {
            patched.remove(PodView.INIT_CONTAINERS, there);
            patched.insert(PodView.INIT_CONTAINERS, earliest - 1, container);
        }
    }
}
