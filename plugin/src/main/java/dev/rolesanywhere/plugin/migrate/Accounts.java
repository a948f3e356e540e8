package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.scan.Scan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Chooses the ServiceAccount of each workload. A workload keeps its own, unless another workload without the key would get the role too. */
final class Accounts {
    private static final String DEFAULT = "default";

    private final Scan scan;
    private final Map<String, Set<SortedSet<String>>> keysOfAccount;
    private final Map<String, SortedSet<String>> made = new HashMap<>();
    private final Set<String> taken;
    private final List<ServiceAccount> toMake = new ArrayList<>();

    /** @param usages of all workloads, with and without keys */
    Accounts(Scan scan, List<Usage> usages) {
        this.scan = scan;
        this.keysOfAccount = usages.stream()
                .collect(Collectors.groupingBy(
                        usage -> key(usage.namespace(), usage.workload().serviceAccount()),
                        Collectors.mapping(Usage::keys, Collectors.toSet())));
        this.taken = scan.accounts().stream()
                .map(account -> key(
                        account.getMetadata().getNamespace(),
                        account.getMetadata().getName()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    Move move(Usage usage) {
        String own = usage.workload().serviceAccount();
        boolean isShared = keysOfAccount
                        .getOrDefault(key(usage.namespace(), own), Set.of())
                        .size()
                > 1;
        return new Move(usage, own.equals(DEFAULT) || isShared ? make(usage, own) : own);
    }

    List<ServiceAccount> toMake() {
        return List.copyOf(toMake);
    }

    private String make(Usage usage, String from) {
        for (String name : List.of(
                usage.name(),
                usage.name() + "-" + usage.maker().name().toLowerCase(Locale.ROOT),
                usage.name() + "-" + usage.maker().name().toLowerCase(Locale.ROOT) + "-aws")) {
            String key = key(usage.namespace(), name);
            if (usage.keys().equals(made.get(key))) {
                return name;
            }
            if (taken.add(key)) {
                made.put(key, usage.keys());
                toMake.add(like(usage.namespace(), name, from));
                return name;
            }
        }
        throw new IllegalStateException("no unused name for the ServiceAccount of " + usage.reference());
    }

    /** Copies pull secrets for the kubelet, but no permissions in the Kubernetes API. */
    private ServiceAccount like(String namespace, String name, String from) {
        ServiceAccount old = scan.accounts().stream()
                .filter(account -> namespace.equals(account.getMetadata().getNamespace())
                        && from.equals(account.getMetadata().getName()))
                .findFirst()
                .orElseGet(ServiceAccount::new);
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withImagePullSecrets(old.getImagePullSecrets())
                .withAutomountServiceAccountToken(old.getAutomountServiceAccountToken())
                .build();
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
