package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.binding.DryRunStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The effects of a binding on running pods, if it were not a dry run.
 *
 * @param complete whether the pods of all its ServiceAccounts were checked
 * @param effects in the order of {@link Effect}
 */
public record DryRunForecast(boolean complete, List<Found> effects) {
    public static final DryRunForecast NOTHING = new DryRunForecast(false, List.of());
    private static final int NAMED = 5;

    /** The effect on one pod. The rejections are the webhook's. */
    public enum Effect {
        WouldInject,
        WouldInjectShadowed,
        /**
         * The pod already has a sidecar or the node's agent through another binding. It would get this role too,
         * without a restart.
         */
        HasSidecar,
        /** The pod has a sidecar or the node's agent, and only dry runs name its ServiceAccount. */
        LosesCredentials,
        WindowsPod,
        NameTaken;

        static Effect of(ObservedPod pod, boolean inForce) {
            return pod.running() != null
                    ? inForce ? HasSidecar : LosesCredentials
                    : valueOf((pod.prospect() == null ? Prospect.WouldInject : pod.prospect()).name());
        }

        private boolean gives() {
            return this == WouldInject || this == WouldInjectShadowed || this == HasSidecar;
        }
    }

    /** Names of the pods with this effect. */
    public record Found(Effect effect, List<String> pods) {}

    static DryRunForecast of(List<PodSnapshots.Look> looks, boolean complete) {
        Map<Effect, List<String>> byEffect = looks.stream()
                .flatMap(look -> look.pods().values().stream()
                        .map(pod -> Map.entry(
                                Effect.of(pod, look.inForce()), pod.pod().name())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        () -> new EnumMap<>(Effect.class),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return new DryRunForecast(
                complete,
                byEffect.entrySet().stream()
                        .map(each -> new Found(
                                each.getKey(), each.getValue().stream().sorted().toList()))
                        .toList());
    }

    /** @param found how many of the binding's ServiceAccounts exist */
    public DryRunStatus status(int found) {
        return new DryRunStatus(
                found,
                all(),
                effects.stream()
                        .map(each -> new DryRunStatus.Effect(
                                each.effect().name(), each.pods().size(), named(each)))
                        .toList());
    }

    /** For messages: how many of all pods would have the role. */
    public String pods() {
        return "%d/%d"
                .formatted(
                        effects.stream()
                                .filter(each -> each.effect().gives())
                                .mapToInt(each -> each.pods().size())
                                .sum(),
                        all());
    }

    /** The effects as sentences. */
    public String words() {
        if (!complete) {
            return "The operator has not checked the pods yet.";
        }
        if (effects.isEmpty()) {
            return "No pods of its ServiceAccounts are running.";
        }
        List<String> sentences = new ArrayList<>();
        effects.forEach(each -> sentences.add(words(each)));
        return String.join(" ", sentences);
    }

    private static String words(Found each) {
        String pods = "%d %s (%s)"
                .formatted(
                        each.pods().size(),
                        each.pods().size() == 1 ? "pod" : "pods",
                        String.join(", ", named(each)) + (each.pods().size() > NAMED ? ", …" : ""));
        return switch (each.effect()) {
            case WouldInject -> pods + " would get the sidecar when recreated.";
            case WouldInjectShadowed ->
                pods
                        + " would get the sidecar when recreated, but would still use the static keys or the profile of their own variables.";
            case HasSidecar ->
                pods + " would get the role without a restart: they have the sidecar through another binding.";
            case LosesCredentials ->
                pods
                        + " have a sidecar that no binding authorizes, so they lose their credentials at the next renewal. Recreate"
                        + " the pods, or remove spec.dryRun.";
            case WindowsPod -> pods + " would be rejected when recreated: the sidecar runs only on Linux.";
            case NameTaken ->
                pods
                        + " would be rejected when recreated: a container, volume or mount has a name that the sidecar uses.";
        };
    }

    private static List<String> named(Found each) {
        return each.pods().stream().limit(NAMED).toList();
    }

    private int all() {
        return effects.stream().mapToInt(each -> each.pods().size()).sum();
    }
}
