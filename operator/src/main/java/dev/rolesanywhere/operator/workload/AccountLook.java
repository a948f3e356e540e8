package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.operator.inventory.Inventory;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects what one check finds about a ServiceAccount's pods. */
final class AccountLook {
    private final Settings settings;
    private final Set<String> live = new HashSet<>();
    private final Map<String, ObservedPod> seen = new HashMap<>();

    /**
     * The settings that decide together with the pods.
     *
     * @param profiles of the ServiceAccount's bindings
     * @param rehearsed these profiles, and the profiles of dry runs
     * @param optedOut whether the ServiceAccount opts out of credentials
     * @param inForce whether a binding that is not a dry run names the ServiceAccount
     */
    record Settings(String account, Set<String> profiles, Set<String> rehearsed, boolean optedOut, boolean inForce) {}

    AccountLook(String namespace, String account, Inventory inventory) {
        this(namespace, account, inventory.bindingsOf(namespace, account), inventory);
    }

    /** @param bindings of the ServiceAccount */
    private AccountLook(String namespace, String account, List<AWSRoleBinding> bindings, Inventory inventory) {
        boolean optedOut = inventory
                .serviceAccount(namespace, account)
                .filter(it -> ObservedPod.isOff(it.getMetadata().getAnnotations()))
                .isPresent();
        this.settings = new Settings(
                account,
                profiles(bindings.stream().filter(GivenRole::isInForce)),
                profiles(bindings.stream()),
                optedOut,
                bindings.stream().anyMatch(GivenRole::isInForce));
    }

    /** Of all ServiceAccounts that the namespace's bindings name. */
    static Map<String, AccountLook> all(String namespace, Inventory inventory) {
        Map<String, List<AWSRoleBinding>> bindings = new HashMap<>();
        for (AWSRoleBinding binding : inventory.bindings(namespace)) {
            Account.of(binding).forEach(account -> bindings.computeIfAbsent(account.name(), name -> new ArrayList<>())
                    .add(binding));
        }
        Map<String, AccountLook> looks = new HashMap<>();
        bindings.forEach((account, its) -> looks.put(account, new AccountLook(namespace, account, its, inventory)));
        return looks;
    }

    Settings settings() {
        return settings;
    }

    void add(Pod pod) {
        String uid = pod.getMetadata().getUid();
        live.add(uid);
        boolean isInjected = ObservedPod.isInjected(pod);
        ObservedPod.of(pod, settings.optedOut(), isInjected ? settings.profiles() : settings.rehearsed())
                .ifPresent(it -> seen.put(uid, it));
    }

    private static Set<String> profiles(Stream<AWSRoleBinding> bindings) {
        return bindings.map(binding -> binding.getSpec().profileName()).collect(Collectors.toSet());
    }

    /** The UIDs of all pods. */
    Set<String> live() {
        return live;
    }

    boolean hasPodSince(Instant time) {
        return seen.values().stream().anyMatch(pod -> pod.createdAt().isAfter(time));
    }

    /** The pods that need credentials, by UID. */
    Map<String, ObservedPod> seen() {
        return seen;
    }
}
