package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.plugin.scan.Finding;
import dev.rolesanywhere.plugin.scan.Scan;
import dev.rolesanywhere.plugin.workload.Maker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans the roles of workloads, from the results of a scan and the user's mapping of keys. */
final class Planner {
    private final Scan scan;
    private final Mapping mapping;
    private final List<String> notes = new ArrayList<>();

    private Planner(Scan scan, Mapping mapping) {
        this.scan = scan;
        this.mapping = mapping;
    }

    static Plan plan(Scan scan, Mapping mapping) {
        return new Planner(scan, mapping).plan();
    }

    private Plan plan() {
        List<Finding> findings = scan.findings();
        List<Usage> all = scan.workloads().stream()
                .map(workload -> Usage.of(workload, findings))
                .toList();
        SortedSet<String> keys =
                all.stream().flatMap(usage -> usage.keys().stream()).collect(Collectors.toCollection(TreeSet::new));
        mapping.requireFound(keys);
        Accounts accounts = new Accounts(scan, all);
        List<Move> moves = all.stream()
                .filter(usage -> !usage.keys().isEmpty())
                .map(accounts::move)
                .toList();
        Map<String, List<Move>> byBinding = new LinkedHashMap<>();
        Map<String, Target> targets = new TreeMap<>();
        for (Move move : moves) {
            for (String key : move.usage().keys()) {
                add(byBinding, targets, move.usage().namespace(), mapping.of(key), move);
            }
            note(move);
        }
        List<Move> withEks = new ArrayList<>(moves);
        findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.EKSRoleWithoutBinding)
                .forEach(finding -> eks(finding, all, byBinding, targets).forEach(withEks::add));
        return new Plan(
                scan,
                keys,
                byBinding.entrySet().stream()
                        .map(entry -> binding(entry.getKey(), targets, entry.getValue()))
                        .toList(),
                accounts.toMake(),
                withEks,
                notes);
    }

    /** The annotation names the IAM role, so the user need not name it. */
    private List<Move> eks(
            Finding finding, List<Usage> all, Map<String, List<Move>> byBinding, Map<String, Target> targets) {
        String account = finding.object().substring(finding.object().indexOf('/') + 1);
        if (!Target.isTarget(finding.where())) {
            notes.add(
                    "The annotation of ServiceAccount %s in namespace %s is not the ARN of an IAM role, so the plan skips it."
                            .formatted(account, finding.namespace()));
            return List.of();
        }
        List<Move> moves = all.stream()
                .filter(usage -> usage.keys().isEmpty()
                        && usage.namespace().equals(finding.namespace())
                        && usage.workload().serviceAccount().equals(account))
                .map(usage -> new Move(usage, account))
                .toList();
        moves.forEach(move -> add(byBinding, targets, finding.namespace(), Target.of(finding.where()), move));
        return moves;
    }

    private static void add(
            Map<String, List<Move>> byBinding,
            Map<String, Target> targets,
            String namespace,
            Target target,
            Move move) {
        String key = namespace + "/" + target.bindingName();
        targets.put(key, target);
        byBinding.computeIfAbsent(key, ignored -> new ArrayList<>()).add(move);
    }

    private Binding binding(String key, Map<String, Target> targets, List<Move> moves) {
        String namespace = key.substring(0, key.indexOf('/'));
        String name = key.substring(key.indexOf('/') + 1);
        boolean isTaken = scan.bindings().stream()
                .anyMatch(binding -> namespace.equals(binding.getMetadata().getNamespace())
                        && name.equals(binding.getMetadata().getName())
                        && GivenRole.isInForce(binding));
        return new Binding(
                namespace,
                isTaken ? name + "-migration" : name,
                Objects.requireNonNull(targets.get(key), key),
                moves.stream().map(Move::to).collect(Collectors.toCollection(TreeSet::new)),
                moves);
    }

    private void note(Move move) {
        Usage usage = move.usage();
        if (usage.keys().size() > 1) {
            notes.add(
                    "%s in namespace %s uses several keys (%s), so it gets several roles. Set default: true in the binding whose role clients without a profile should use."
                            .formatted(usage.reference(), usage.namespace(), String.join(", ", usage.keys())));
        }
        if (usage.keys().contains(Usage.UNKNOWN)) {
            notes.add(
                    "The access key ID of %s in namespace %s could not be read. Write the name of the AWSRole into 1-bindings.yaml yourself."
                            .formatted(usage.reference(), usage.namespace()));
        }
        if (move.changesAccount()) {
            notes.add(
                    "%s in namespace %s moves from ServiceAccount %s to %s, which has no permissions in the Kubernetes API. If the workload needs them, copy its RoleBindings: kubectl get rolebindings,clusterrolebindings -A -o wide"
                            .formatted(usage.reference(), usage.namespace(), move.from(), move.to()));
        }
        if (usage.maker() == Maker.Job) {
            notes.add(
                    "%s in namespace %s cannot be changed while it exists. Recreate it from your own manifest, with serviceAccountName %s and without the key."
                            .formatted(usage.reference(), usage.namespace(), move.to()));
        }
    }
}
