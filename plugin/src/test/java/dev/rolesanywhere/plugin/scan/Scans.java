package dev.rolesanywhere.plugin.scan;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/** Scans objects without a cluster. */
public final class Scans {
    private Scans() {}

    /** @param yaml an object each */
    public static Scan of(List<String> yaml) {
        List<Workload> workloads = new ArrayList<>();
        List<Store> stores = new ArrayList<>();
        List<ServiceAccount> accounts = new ArrayList<>();
        List<AWSRoleBinding> bindings = new ArrayList<>();
        for (String text : yaml) {
            HasMetadata object = Serialization.unmarshal("---\n" + text);
            switch (object) {
                case Secret secret -> stores.add(Store.of(secret));
                case ConfigMap map -> stores.add(Store.of(map));
                case ServiceAccount account -> accounts.add(account);
                case AWSRoleBinding binding -> bindings.add(binding);
                case Deployment it ->
                    workloads.add(Workload.of(it, it.getSpec().getTemplate().getSpec()));
                case StatefulSet it ->
                    workloads.add(Workload.of(it, it.getSpec().getTemplate().getSpec()));
                case DaemonSet it ->
                    workloads.add(Workload.of(it, it.getSpec().getTemplate().getSpec()));
                case ReplicaSet it ->
                    workloads.add(Workload.of(it, it.getSpec().getTemplate().getSpec()));
                case Job it ->
                    workloads.add(Workload.of(it, it.getSpec().getTemplate().getSpec()));
                case CronJob it ->
                    workloads.add(Workload.of(
                            it,
                            it.getSpec()
                                    .getJobTemplate()
                                    .getSpec()
                                    .getTemplate()
                                    .getSpec()));
                case Pod pod -> workloads.add(Workload.of(pod));
                default -> throw new IllegalArgumentException("no part of a scan: " + object.getKind());
            }
        }
        return new Scan(workloads, stores, accounts, bindings);
    }
}
