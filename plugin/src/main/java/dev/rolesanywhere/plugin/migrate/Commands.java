package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.workload.Maker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The commands that change one workload, by its kind. */
final class Commands {
    private Commands() {}

    /** Changes the spec and recreates the pods. */
    static List<String> patch(Usage usage, String file) {
        if (usage.maker() == Maker.Pod) {
            return List.of(
                    "kubectl get %s -n %s -o json | kubectl patch --local -f - --patch-file %s -o json | kubectl replace --force -f -"
                            .formatted(usage.reference(), usage.namespace(), file));
        }
        List<String> commands = new ArrayList<>();
        commands.add("kubectl patch %s -n %s --patch-file %s".formatted(usage.reference(), usage.namespace(), file));
        commands.addAll(afterwards(usage));
        return commands;
    }

    /** Recreates the pods without a change of the spec. */
    static List<String> restart(Usage usage) {
        List<String> commands = new ArrayList<>();
        if (isRolledOut(usage)) {
            commands.add("kubectl rollout restart %s -n %s".formatted(usage.reference(), usage.namespace()));
        }
        commands.addAll(afterwards(usage));
        return commands;
    }

    static List<String> undo(Usage usage) {
        return isRolledOut(usage)
                ? List.of("kubectl rollout undo %s -n %s".formatted(usage.reference(), usage.namespace()))
                : List.of();
    }

    private static List<String> afterwards(Usage usage) {
        if (isRolledOut(usage)) {
            return List.of(
                    "kubectl rollout status %s -n %s --timeout 5m".formatted(usage.reference(), usage.namespace()));
        }
        return usage.maker() == Maker.ReplicaSet
                ? List.of("kubectl delete pods -n %s -l %s".formatted(usage.namespace(), selector(usage)))
                : List.of();
    }

    static boolean isRolledOut(Usage usage) {
        return switch (usage.maker()) {
            case Deployment, StatefulSet, DaemonSet -> true;
            case ReplicaSet, CronJob, Job, Pod -> false;
        };
    }

    private static String selector(Usage usage) {
        return usage.workload().selector().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** A patch of the pod's spec as a patch of the object that creates the pods. */
    static Map<String, Object> whole(Usage usage, Map<String, Object> spec) {
        Map<String, Object> whole = new LinkedHashMap<>(Map.of("spec", spec));
        if (usage.maker() == Maker.Pod) {
            // The scheduler chooses the node again.
            Map<String, Object> free = new LinkedHashMap<>(spec);
            free.put("nodeName", null);
            return new LinkedHashMap<>(Map.of("spec", free));
        }
        for (String field : usage.maker().template().reversed()) {
            whole = new LinkedHashMap<>(Map.of(field, whole));
        }
        return whole;
    }

    static Map<String, Object> account(Usage usage, String name) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("serviceAccountName", name);
        // The deprecated name of the same field: an existing pod has both.
        spec.put("serviceAccount", name);
        return whole(usage, spec);
    }
}
