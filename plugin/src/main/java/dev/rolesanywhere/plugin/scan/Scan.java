package dev.rolesanywhere.plugin.scan;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.plugin.scan.Finding.Kind;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects of the scanned namespaces, and the findings. */
public record Scan(
        List<Workload> workloads, List<Store> stores, List<ServiceAccount> accounts, List<AWSRoleBinding> bindings) {
    private static final String EKS = "eks.amazonaws.com/role-arn";

    public List<Finding> findings() {
        Map<String, Store> byKey =
                stores.stream().collect(Collectors.toMap(Store::key, store -> store, (first, second) -> first));
        return Stream.of(
                        workloads.stream().flatMap(workload -> new StaticKeys(workload, byKey).findings()),
                        stores.stream().filter(Store::hasKeys).map(Scan::stored),
                        accounts.stream().filter(this::needsBinding).map(Scan::eks),
                        workloads.stream()
                                .filter(workload -> workload.serviceAccount().equals("default"))
                                .map(Scan::byDefault))
                .flatMap(found -> found)
                .distinct()
                .sorted(Finding.ORDER)
                .toList();
    }

    private static Finding stored(Store store) {
        return new Finding(
                store.namespace(),
                store.object(),
                "",
                Kind.SecretWithKeys,
                store.keys().stream().sorted().limit(4).collect(Collectors.joining(", ")),
                store.accessKeyId().orElse(null));
    }

    private static String annotation(ServiceAccount account) {
        return Objects.requireNonNullElse(account.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(EKS, "");
    }

    private boolean needsBinding(ServiceAccount account) {
        return !annotation(account).isEmpty()
                && bindings.stream()
                        .noneMatch(binding -> GivenRole.isInForce(binding)
                                && Objects.equals(
                                        binding.getMetadata().getNamespace(),
                                        account.getMetadata().getNamespace())
                                && binding.getSpec().names(account.getMetadata().getName()));
    }

    private static Finding eks(ServiceAccount account) {
        return new Finding(
                account.getMetadata().getNamespace(),
                "ServiceAccount/" + account.getMetadata().getName(),
                "",
                Kind.EKSRoleWithoutBinding,
                annotation(account),
                null);
    }

    private static Finding byDefault(Workload workload) {
        return new Finding(
                workload.namespace(), workload.object(), "", Kind.DefaultServiceAccount, "serviceAccountName", null);
    }
}
