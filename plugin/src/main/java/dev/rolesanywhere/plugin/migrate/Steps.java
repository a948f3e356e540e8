package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.migrate.Step.Action;
import dev.rolesanywhere.plugin.scan.Store;
import dev.rolesanywhere.plugin.workload.Maker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a plan into files and commands. */
final class Steps {
    private static final Set<String> KEY_ENTRIES =
            Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "credentials");
    private final Plan plan;
    private final SequencedMap<String, List<Object>> files = new LinkedHashMap<>();
    private final List<String> notes;
    private final Set<String> moved = new HashSet<>();

    private Steps(Plan plan) {
        this.plan = plan;
        this.notes = new ArrayList<>(plan.notes());
    }

    static Written of(Plan plan) {
        Steps steps = new Steps(plan);
        List<Step> all = List.of(
                steps.prepare(),
                steps.first(),
                steps.others(),
                steps.removeKeys(),
                steps.unused(),
                steps.deactivate(),
                steps.delete());
        return new Written(steps.files, all, steps.lookUp(), List.copyOf(steps.notes));
    }

    private Step prepare() {
        List<Object> roles = Manifests.roles(plan);
        List<Object> accounts = List.copyOf(plan.accounts());
        write("1-roles.yaml", roles);
        write("1-serviceaccounts.yaml", accounts);
        write("1-bindings.yaml", Manifests.bindings(plan));
        List<String> names = List.copyOf(files.sequencedKeySet());
        return new Step(
                1,
                "Create AWSRoles, ServiceAccounts and dry-run bindings: no pod changes",
                names.isEmpty()
                        ? List.of()
                        : List.of(new Action(
                                "all namespaces",
                                names.stream()
                                        .map(name -> "kubectl apply -f " + name)
                                        .toList(),
                                names.reversed().stream()
                                        .map(name -> "kubectl delete -f " + name)
                                        .toList())),
                Stream.concat(
                                Stream.of("kubectl get awsr,awsrb -A", "kubectl describe awsrb -A"),
                                plan.bindings().stream()
                                        .filter(binding -> !binding.moves().isEmpty())
                                        .map(binding -> "kubectl rolesanywhere preview %s -n %s"
                                                .formatted(
                                                        binding.moves()
                                                                .getFirst()
                                                                .usage()
                                                                .reference(),
                                                        binding.namespace())))
                        .toList());
    }

    private Step first() {
        List<Action> actions = new ArrayList<>();
        for (Binding binding : plan.bindings()) {
            List<String> apply = new ArrayList<>(List.of(dryRun(binding, "null")));
            List<String> revert = new ArrayList<>();
            Action one = binding.moves().stream()
                    .filter(move -> move.usage().maker() != Maker.Job)
                    .filter(move -> moved.add(move.usage().fileName()))
                    .findFirst()
                    .map(move -> move(2, move))
                    .orElse(new Action("no workload", List.of(), List.of()));
            apply.addAll(one.apply());
            revert.add(dryRun(binding, "true"));
            revert.addAll(one.revert());
            actions.add(new Action(
                    "AWSRoleBinding %s in namespace %s, and %s"
                            .formatted(binding.name(), binding.namespace(), one.what()),
                    apply,
                    revert,
                    one.note()));
        }
        return new Step(
                2,
                "Activate each binding with one workload. The workload still uses its key",
                actions,
                List.of("kubectl get awsrb -A", "kubectl rolesanywhere status pod/NAME -n NAMESPACE"));
    }

    private Step others() {
        return new Step(
                3,
                "Move the other workloads of each binding",
                plan.moves().stream()
                        .filter(move -> move.usage().maker() != Maker.Job)
                        .filter(move -> moved.add(move.usage().fileName()))
                        .map(move -> move(3, move))
                        .toList(),
                List.of("kubectl get awsrb -A"));
    }

    private Action move(int step, Move move) {
        Usage usage = move.usage();
        String what = "%s in namespace %s".formatted(usage.reference(), usage.namespace());
        if (usage.maker() == Maker.Pod) {
            String file = step + "-" + usage.fileName() + ".yaml";
            write(file, List.of(Commands.account(usage, move.to())));
            return new Action(
                    what,
                    Commands.patch(usage, file),
                    List.of("kubectl delete %s -n %s".formatted(usage.reference(), usage.namespace())),
                    "To revert, recreate the pod from your own manifest.");
        }
        if (!move.changesAccount()) {
            return new Action(
                    what,
                    Commands.restart(usage),
                    Commands.restart(usage),
                    usage.maker() == Maker.CronJob ? "The next Job is the first one with the role." : "");
        }
        String file = step + "-" + usage.fileName() + ".yaml";
        String back = step + "-" + usage.fileName() + ".revert.yaml";
        write(file, List.of(Commands.account(usage, move.to())));
        write(back, List.of(Commands.account(usage, move.from())));
        return new Action(what, Commands.patch(usage, file), Commands.patch(usage, back));
    }

    private Step removeKeys() {
        List<Action> actions = new ArrayList<>();
        for (Move move : plan.moves()) {
            KeyRemoval.Patch patch = KeyRemoval.of(move.usage(), plan.scan());
            notes.addAll(patch.byHand());
            if (!patch.apply().isEmpty() && move.usage().maker() != Maker.Job) {
                actions.add(removal(move.usage(), patch));
            }
        }
        return new Step(
                4,
                "Remove the keys from the workloads, one by one",
                actions,
                List.of("kubectl rolesanywhere scan -A", "kubectl get awsrb -A"));
    }

    private Action removal(Usage usage, KeyRemoval.Patch patch) {
        String what = "%s in namespace %s".formatted(usage.reference(), usage.namespace());
        String file = "4-" + usage.fileName() + ".yaml";
        write(file, List.of(Commands.whole(usage, patch.apply())));
        if (patch.losesValues()) {
            List<String> undo = Commands.undo(usage);
            return new Action(
                    what,
                    Commands.patch(usage, file),
                    undo,
                    undo.isEmpty()
                            ? "The key is in the workload's manifest. To revert, apply your own manifest, because no file here contains the key."
                            : "The key is in the workload's manifest, and no file here contains it. Remove it from your manifest too.");
        }
        String back = "4-" + usage.fileName() + ".revert.yaml";
        write(back, List.of(Commands.whole(usage, patch.revert())));
        return new Action(what, Commands.patch(usage, file), Commands.patch(usage, back));
    }

    private Step unused() {
        return new Step(
                5,
                "Wait until the keys are unused, at least one interval of your rarest job",
                List.of(),
                Stream.concat(
                                known().map(key -> "aws iam get-access-key-last-used --access-key-id " + key),
                                Stream.of("kubectl get awsrb -A", "kubectl rolesanywhere scan -A"))
                        .toList());
    }

    private Step deactivate() {
        return new Step(
                6,
                "Deactivate the keys. AWS then rejects clients that still use them",
                known().map(key -> new Action(
                                "key " + key, List.of(update(key, "Inactive")), List.of(update(key, "Active"))))
                        .toList(),
                List.of("kubectl get awsrb -A"));
    }

    private Step delete() {
        return new Step(
                7,
                "Delete the keys and their Secrets. This cannot be reverted",
                known().map(key -> new Action(
                                "key " + key,
                                Stream.concat(
                                                Stream.of("aws iam delete-access-key --access-key-id %s --user-name %s"
                                                        .formatted(key, user(key))),
                                                plan.scan().stores().stream()
                                                        .filter(store -> store.hasKeys()
                                                                && store.accessKeyId()
                                                                        .filter(key::equals)
                                                                        .isPresent())
                                                        .map(Steps::deleteStore))
                                        .toList(),
                                List.of()))
                        .toList(),
                List.of("kubectl rolesanywhere scan -A"));
    }

    private Stream<String> known() {
        return plan.keys().stream().filter(key -> !key.equals(Usage.UNKNOWN));
    }

    private static String deleteStore(Store store) {
        String reference = store.object().replace(Store.SECRET, "secret/").replace(Store.CONFIG_MAP, "configmap/");
        return KEY_ENTRIES.containsAll(store.keys())
                ? "kubectl delete %s -n %s".formatted(reference, store.namespace())
                : "kubectl edit %s -n %s   # has other entries too: remove only those of the key"
                        .formatted(reference, store.namespace());
    }

    private static String update(String key, String status) {
        return "aws iam update-access-key --access-key-id %s --user-name %s --status %s"
                .formatted(key, user(key), status);
    }

    private static String user(String key) {
        return "\"$(aws iam get-access-key-last-used --access-key-id %s --query UserName --output text)\""
                .formatted(key);
    }

    private static String dryRun(Binding binding, String value) {
        return "kubectl patch awsrb %s -n %s --type merge -p '{\"spec\":{\"dryRun\":%s}}'"
                .formatted(binding.name(), binding.namespace(), value);
    }

    private List<String> lookUp() {
        List<String> all = new ArrayList<>();
        known().forEach(key -> all.add(
                "Key %s: find the IAM user of the key (aws iam get-access-key-last-used --access-key-id %s), the permissions of that user (aws iam list-attached-user-policies, list-user-policies, list-groups-for-user), and uses of the key outside this cluster. Give the role these permissions."
                        .formatted(key, key)));
        plan.bindings().stream()
                .map(Binding::target)
                .distinct()
                .forEach(target -> all.add(
                        target.isPlaceholder()
                                ? "%s in 1-bindings.yaml: write the name of an AWSRole there, or run the command again with --role. Until then the API server rejects the file."
                                        .formatted(target.awsRole())
                                : "AWSRole %s: its IAM role must trust the trust anchor before step 2 (kubectl rolesanywhere trust-policy %s), and the Roles Anywhere profile must list it."
                                        .formatted(target.awsRole(), target.awsRole())));
        return List.copyOf(all);
    }

    private void write(String name, List<Object> documents) {
        if (!documents.isEmpty()) {
            files.put(name, documents);
        }
    }
}
