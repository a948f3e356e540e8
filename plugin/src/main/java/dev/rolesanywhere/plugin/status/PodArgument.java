package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.plugin.check.Leader;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The pod of a command, and the related objects. */
@SuppressWarnings("NullAway.Init")
final class PodArgument {
    private static final String PREFIX = "pods?/|po/";

    @Parameters(paramLabel = "POD", description = "pod/NAME or NAME.")
    private String name;

    /** @param here the time of this machine */
    PodView read(Session session, Instant here) {
        String namespace = session.namespace();
        Pod pod = pod(session, name.replaceFirst("^(" + PREFIX + ")", ""));
        String account = pod.getSpec().getServiceAccountName();
        List<AWSRoleBinding> bindings = session.bindings(namespace).get();
        return new PodView(
                pod,
                Seen.optional("ServiceAccounts of namespace " + namespace, () -> session.client()
                        .serviceAccounts()
                        .inNamespace(namespace)
                        .withName(account == null || account.isEmpty() ? "default" : account)
                        .get()),
                bindings,
                session.roles(),
                session.anchors(),
                bindings.stream().anyMatch(Quota::limits) ? session.bindings() : new Seen.Known<>(bindings),
                PodView.hasServingSidecar(pod)
                        ? Optional.of(SidecarMetrics.read(session.client(), pod))
                        : Optional.empty(),
                events(session, pod),
                Leader.read(session, here));
    }

    private static Pod pod(Session session, String name) {
        if (name.isEmpty() || name.contains("/")) {
            throw new PluginException(ExitCode.USAGE, "Write the pod as pod/NAME or NAME.");
        }
        return Seen.optional("pods of namespace " + session.namespace(), () -> session.client()
                        .pods()
                        .inNamespace(session.namespace())
                        .withName(name)
                        .get())
                .get()
                .orElseThrow(() -> new PluginException(
                        ExitCode.USAGE,
                        "Pod %s does not exist in namespace %s. To list the pods run 'kubectl get pods -n %s'; choose another namespace with -n."
                                .formatted(name, session.namespace(), session.namespace())));
    }

    private static List<Event> events(Session session, Pod pod) {
        return Seen.of("Events of namespace " + session.namespace(), () -> session.client()
                        .v1()
                        .events()
                        .inNamespace(session.namespace())
                        .withFields(
                                Map.of("involvedObject.uid", pod.getMetadata().getUid()))
                        .list()
                        .getItems())
                .or(List.of())
                .stream()
                .sorted(Comparator.comparing((Event event) -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
                .toList();
    }
}
