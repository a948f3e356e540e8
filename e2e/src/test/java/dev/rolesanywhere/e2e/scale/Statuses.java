package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The statuses of all bindings, from a separate watch of the benchmark. */
final class Statuses implements AutoCloseable {
    private static final long PAGE = 500;

    /** @param ready whether the status reports for the newest generation that the role is served */
    private record Said(boolean ready, String pods) {}

    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final SharedIndexInformer<AWSRoleBinding> watch;

    Statuses(KubernetesClient client) {
        this.watch = client.resources(AWSRoleBinding.class)
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .addEventHandler(new Handler());
        this.watch.exceptionHandler((started, failure) -> true);
        this.watch.run();
    }

    /** The number of bindings. */
    int known() {
        return said.size();
    }

    /** The number of statuses that report for the newest generation that the role is served. */
    long right() {
        return said.values().stream().filter(Said::ready).count();
    }

    /** The number of bindings whose status reports that all pods have credentials. */
    long served() {
        return said.values().stream()
                .filter(each -> each.pods().startsWith("True"))
                .count();
    }

    /** The number of observed changes of bindings so far: changes by users and changes of statuses. */
    long changes() {
        return changes.get();
    }

    /** The number of statuses with each reason of {@code PodsServed}. */
    Map<String, Long> reasons() {
        return said.values().stream().collect(Collectors.groupingBy(Said::pods, Collectors.counting()));
    }

    @Override
    public void close() {
        watch.stop();
    }

    private static Said read(AWSRoleBinding binding) {
        boolean ready = condition(binding, "Ready")
                .filter(it ->
                        it.holds() && binding.getMetadata().getGeneration().equals(it.observedGeneration()))
                .isPresent();
        return new Said(
                ready,
                condition(binding, "PodsServed")
                        .map(it -> it.status() + " " + it.reason())
                        .orElse("none"));
    }

    private static Optional<Condition> condition(AWSRoleBinding binding, String type) {
        return binding.getStatus() == null
                ? Optional.empty()
                : Conditions.find(binding.getStatus().conditions(), type);
    }

    private final class Handler implements ResourceEventHandler<AWSRoleBinding> {
        @Override
        public void onAdd(AWSRoleBinding added) {
            said.put(key(added), read(added));
        }

        @Override
        public void onUpdate(AWSRoleBinding before, AWSRoleBinding after) {
            changes.incrementAndGet();
            said.put(key(after), read(after));
        }

        @Override
        public void onDelete(AWSRoleBinding deleted, boolean stateUnknown) {
            said.remove(key(deleted));
        }

        private String key(AWSRoleBinding binding) {
            return binding.getMetadata().getNamespace() + "/"
                    + binding.getMetadata().getName();
        }
    }
}
