package dev.rolesanywhere.operator.binding;

import static dev.rolesanywhere.crds.binding.BindingCondition.PodsServed;
import static dev.rolesanywhere.crds.binding.BindingCondition.Ready;
import static dev.rolesanywhere.crds.binding.BindingCondition.SubjectsFound;
import static dev.rolesanywhere.crds.condition.Finding.met;
import static dev.rolesanywhere.crds.condition.Finding.unknown;
import static dev.rolesanywhere.crds.condition.Finding.unmet;

import dev.rolesanywhere.crds.binding.BindingCondition.Reason;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.operator.workload.PodHealth;
import dev.rolesanywhere.operator.workload.PodHealthReport;
import dev.rolesanywhere.operator.workload.PodProblems;
import java.util.List;
import java.util.Optional;

/** An AWSRoleBinding's conditions. */
final class BindingFindings {
    private BindingFindings() {}

    static List<Finding> of(BindingFacts facts) {
        return facts.spec().isDryRun()
                ? List.of(dryRun(ready(facts)), subjects(facts), dryRunPods(facts))
                : List.of(ready(facts), subjects(facts), pods(facts));
    }

    /** A problem of the binding is reported in a dry run too; a dry run without a problem is not ready. */
    private static Finding dryRun(Finding ready) {
        return ready.status() == Condition.Status.True
                ? unknown(
                        Ready,
                        Reason.DryRun,
                        "This binding is a dry run: it authorizes nothing and changes no pods. To activate it, remove spec.dryRun."
                                + " Then the condition would be: "
                                + ready.message())
                : ready;
    }

    private static Finding dryRunPods(BindingFacts facts) {
        return unknown(PodsServed, Reason.DryRun, facts.forecast().words());
    }

    private static Finding ready(BindingFacts facts) {
        String roleName = facts.spec().roleRef().name();
        Optional<String> defect = facts.spec().defect();
        if (defect.isPresent()) {
            return unmet(Ready, Reason.SpecInvalid, defect.get());
        }
        if (facts.namespaceExcluded()) {
            return unmet(
                    Ready,
                    Reason.NamespaceExcluded,
                    "Namespace '%s' is excluded by this installation. Move the workload, or remove the namespace from the chart's excluded namespaces."
                            .formatted(facts.namespace()));
        }
        BindingFacts.Role role = facts.role();
        if (role == null) {
            return unmet(
                    Ready,
                    Reason.RoleNotFound,
                    "AWSRole '%s' does not exist. Create it, or correct spec.roleRef.name.".formatted(roleName));
        }
        if (!role.namespaceAllowed()) {
            return unmet(
                    Ready,
                    Reason.NamespaceNotAllowed,
                    "AWSRole '%s' does not allow namespace '%s'. Add it to the AWSRole's spec.allowedNamespaces, by name or by label."
                            .formatted(roleName, facts.namespace()));
        }
        BindingFacts.Obstacle obstacle = role.obstacle();
        if (obstacle != null) {
            return unmet(
                    Ready, obstacle.reason(), "AWSRole '%s' is not ready: %s".formatted(roleName, obstacle.message()));
        }
        return GivenRole.isProfile(facts.spec().profileName())
                ? givenBefore(facts, roleName)
                : unmet(
                        Ready,
                        Reason.ProfileInvalid,
                        "The profile '%s' is not 1 to 64 letters, digits, '-', '_' and '.' that start with a letter or a digit. Set spec.profile to such a name."
                                .formatted(facts.spec().profileName()));
    }

    private static Finding givenBefore(BindingFacts facts, String roleName) {
        long distinct = facts.givenBefore().stream()
                .map(BindingFacts.OlderBinding::serviceAccount)
                .distinct()
                .count();
        if (distinct == 0) {
            return met(Ready, Reason.Serving, "The binding is in force: its AWSRole and trust anchor are ready.");
        }
        BindingFacts.OlderBinding older = facts.givenBefore().getFirst();
        String whose = older.profile() == null
                ? "The older AWSRoleBinding '%s' already gives AWSRole '%s' to ServiceAccount '%s'"
                        .formatted(older.name(), roleName, older.serviceAccount())
                : "The older AWSRoleBinding '%s' uses the profile '%s' of ServiceAccount '%s' for another AWSRole"
                        .formatted(older.name(), older.profile(), older.serviceAccount());
        long subjects = facts.spec().subjects().stream()
                .map(subject -> subject.name())
                .distinct()
                .count();
        return distinct < subjects
                ? met(Ready, Reason.Serving, whose + "; this binding serves only its other subjects.")
                : unmet(
                        Ready,
                        Reason.Duplicate,
                        whose
                                + (older.profile() == null
                                        ? ". Delete one of the two."
                                        : ". Set spec.profile of this binding to another name."));
    }

    private static Finding subjects(BindingFacts facts) {
        return facts.missing().isEmpty()
                ? met(SubjectsFound, Reason.AllFound, "Every subject is a ServiceAccount of this namespace.")
                : unmet(
                        SubjectsFound,
                        Reason.ServiceAccountNotFound,
                        "No such ServiceAccount in this namespace: " + String.join(", ", facts.missing())
                                + ". Create the ServiceAccount, or correct spec.subjects.");
    }

    private static Finding pods(BindingFacts facts) {
        PodHealthReport pods = facts.pods();
        Optional<Condition> past = facts.pastPodsServed();
        if (past.isPresent()) {
            Condition before = past.get();
            return new Finding(before.type(), before.status(), before.reason(), before.message());
        }
        Optional<PodHealth> worst = pods.worst();
        if (worst.isPresent()) {
            return unmet(
                    PodsServed,
                    Reason.valueOf(worst.get().state().name()),
                    PodProblems.words(pods).orElseThrow());
        }
        Optional<PodHealth> awaited = pods.awaited();
        if (awaited.isPresent()) {
            return unknown(PodsServed, Reason.valueOf(awaited.get().state().name()), awaited(pods));
        }
        if (pods.isEmpty()) {
            return pods.complete()
                    ? unknown(PodsServed, Reason.NoPods, "No pods of its ServiceAccounts are running.")
                    : unknown(PodsServed, Reason.NotObservedYet, "The operator has not checked its pods yet.");
        }
        return wellServed(pods);
    }

    private static Finding wellServed(PodHealthReport pods) {
        Optional<String> idle = PodProblems.idle(pods);
        String served = idle.map(
                        words -> "Every pod of its ServiceAccounts that sends requests has credentials. " + words)
                .orElse("Every pod of its ServiceAccounts has credentials.");
        return PodProblems.neverAsked(pods)
                .map(words -> met(PodsServed, Reason.NeverAsked, served + " " + words))
                .orElseGet(() -> met(PodsServed, idle.isPresent() ? Reason.Idle : Reason.AllServed, served));
    }

    private static String awaited(PodHealthReport pods) {
        long without =
                pods.all().stream().filter(health -> health.state().isAwaited()).count();
        return "%d of %d pods have no credentials yet."
                        .formatted(without, pods.all().size())
                + PodProblems.queued(pods).map(words -> " " + words).orElse("");
    }
}
