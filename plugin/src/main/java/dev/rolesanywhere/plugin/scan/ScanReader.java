package dev.rolesanywhere.plugin.scan;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads namespaces, and lists the kinds that cannot be read. */
public final class ScanReader {
    /** Kubernetes' own namespaces, which need no migration. */
    private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

    private final Session session;
    private final boolean everywhere;
    private final List<String> unread = new ArrayList<>();

    public ScanReader(Session session, boolean everywhere) {
        this.session = session;
        this.everywhere = everywhere;
    }

    public Scan read() {
        List<Workload> workloads = Stream.of(
                        makers(Deployment.class, "Deployments", it -> it.getSpec()
                                .getTemplate()
                                .getSpec()),
                        makers(StatefulSet.class, "StatefulSets", it -> it.getSpec()
                                .getTemplate()
                                .getSpec()),
                        makers(DaemonSet.class, "DaemonSets", it -> it.getSpec()
                                .getTemplate()
                                .getSpec()),
                        makers(ReplicaSet.class, "ReplicaSets", it -> it.getSpec()
                                .getTemplate()
                                .getSpec()),
                        makers(CronJob.class, "CronJobs", it -> it.getSpec()
                                .getJobTemplate()
                                .getSpec()
                                .getTemplate()
                                .getSpec()),
                        makers(Job.class, "Jobs", it -> it.getSpec()
                                .getTemplate()
                                .getSpec()),
                        makers(Pod.class, "Pods", Pod::getSpec))
                .flatMap(found -> found)
                .toList();
        List<Store> stores = Stream.concat(
                        list(Secret.class, "Secrets").stream().map(Store::of),
                        list(ConfigMap.class, "ConfigMaps").stream().map(Store::of))
                .toList();
        return new Scan(
                workloads,
                stores,
                list(ServiceAccount.class, "ServiceAccounts"),
                list(AWSRoleBinding.class, "AWSRoleBindings"));
    }

    /** The kinds that could not be read, with the reason. */
    public List<String> unread() {
        return List.copyOf(unread);
    }

    private <T extends HasMetadata> Stream<Workload> makers(Class<T> kind, String what, Function<T, PodSpec> spec) {
        return list(kind, what).stream()
                .filter(object -> !Workload.isMade(object))
                .map(object -> Workload.of(object, spec.apply(object)));
    }

    private <T extends HasMetadata> List<T> list(Class<T> kind, String what) {
        Seen<List<T>> seen = Seen.of(
                what + (everywhere ? " of all namespaces" : " of namespace " + session.namespace()),
                () -> everywhere
                        ? session.client()
                                .resources(kind)
                                .inAnyNamespace()
                                .list()
                                .getItems()
                        : session.client()
                                .resources(kind)
                                .inNamespace(session.namespace())
                                .list()
                                .getItems());
        if (seen instanceof Seen.Hidden<List<T>>(String why)) {
            unread.add(why);
        }
        return seen.or(List.of()).stream()
                .filter(object ->
                        !everywhere || !SYSTEM.contains(object.getMetadata().getNamespace()))
                .toList();
    }
}
