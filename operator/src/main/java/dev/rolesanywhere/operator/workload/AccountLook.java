package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.inventory.Inventory;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What one look finds of a ServiceAccount's pods, as they come. */
final class AccountLook {
    private final Settings settings;
    private final Set<String> live = new HashSet<>();
    private final Map<String, ObservedPod> seen = new HashMap<>();

    /**
     * What decides beside the pods.
     *
     * @param profiles those that the ServiceAccount's bindings give
     * @param optedOut whether it wants no credentials
     */
    record Settings(String account, Set<String> profiles, boolean optedOut) {}

    AccountLook(String namespace, String account, Inventory inventory) {
        Set<String> profiles = inventory.bindingsOf(namespace, account).stream()
                .map(binding -> binding.getSpec().profileName())
                .collect(Collectors.toSet());
        boolean optedOut = inventory
                .serviceAccount(namespace, account)
                .filter(it -> ObservedPod.isOff(it.getMetadata().getAnnotations()))
                .isPresent();
        this.settings = new Settings(account, profiles, optedOut);
    }

    Settings settings() {
        return settings;
    }

    void add(Pod pod) {
        String uid = pod.getMetadata().getUid();
        live.add(uid);
        ObservedPod.of(pod, settings.optedOut(), settings.profiles()).ifPresent(it -> seen.put(uid, it));
    }

    /** The UIDs of all of them. */
    Set<String> live() {
        return live;
    }

    /** Those that need credentials, by UID. */
    Map<String, ObservedPod> seen() {
        return seen;
    }
}
