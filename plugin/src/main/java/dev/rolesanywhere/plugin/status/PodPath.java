package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.check.AnchorFacts;
import dev.rolesanywhere.plugin.check.BindingsFacts;
import dev.rolesanywhere.plugin.check.RoleFacts;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import dev.rolesanywhere.plugin.fact.Verdict;
import dev.rolesanywhere.plugin.status.Step.Cause;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The path of a pod to its roles, from the pod to AWS. */
final class PodPath {
    /** Maximum edit distance for a suspected typing error. */
    private static final int BOUND = 5;

    private final PodView view;
    private final List<Step> steps = new ArrayList<>();

    private PodPath(PodView view) {
        this.view = view;
    }

    static List<Step> of(PodView view) {
        PodPath path = new PodPath(view);
        path.walk();
        return List.copyOf(path.steps);
    }

    private void walk() {
        if (view.leader().verdict() != Verdict.Unknown || !view.isServed()) {
            add(Cause.OPERATOR, view.leader());
        }
        add(Cause.ACCOUNT, account());
        List<GivenRole> given = view.given();
        add(Cause.BINDING, bindings(given));
        if (given.size() > 1) {
            add(Cause.BINDING, defaultRole());
        }
        add(Cause.INJECTION, SidecarState.injected(view));
        PodStart.beforeTheSidecar(view).ifPresent(fact -> add(Cause.START, fact));
        SidecarState.running(view).ifPresent(fact -> add(view.isWaiting() ? Cause.WAITING : Cause.SIDECAR, fact));
        LastUse.of(view.metrics()).forEach(fact -> add(Cause.SIDECAR, fact));
        PodStart.afterTheSidecar(view).ifPresent(fact -> add(Cause.APPLICATION, fact));
        Reports.lastEvent(view.events(), view.isServed()).ifPresent(fact -> add(Cause.EVENT, fact));
        if (view.isInjected()) {
            add(
                    Cause.SHADOWING,
                    Shadows.of(
                            view.pod(),
                            // No file has profiles for a pod that the agent of its node serves.
                            view.source().isNodeAgent()
                                    ? Set.of()
                                    : given.stream().map(GivenRole::profile).collect(Collectors.toSet())));
        }
        given.forEach(one -> bound(one.binding()));
        given.stream().map(GivenRole::role).forEach(this::role);
        given.stream()
                .flatMap(one -> view.role(one.role()).stream())
                .map(role -> role.getSpec().trustAnchorName())
                .distinct()
                .flatMap(name -> view.anchor(name).stream())
                .forEach(this::anchor);
    }

    private Fact account() {
        String name = "ServiceAccount " + view.serviceAccount();
        return switch (view.account()) {
            case Seen.Hidden<Optional<ServiceAccount>>(String why) ->
                Fact.unknown(name, why, "Annotations of the ServiceAccount are not considered.");
            case Seen.Known<Optional<ServiceAccount>>(Optional<ServiceAccount> found) ->
                found.isPresent()
                        ? Fact.good(name, "exists")
                        : Fact.bad(
                                name,
                                "no longer exists",
                                "Create the ServiceAccount again, then recreate the pod.",
                                Pages.reason("ServiceAccountNotFound"));
        };
    }

    private Fact bindings(List<GivenRole> given) {
        String dryRuns = view.rehearsed().stream()
                .map(one -> one.binding().getMetadata().getName())
                .collect(Collectors.joining(", "));
        if (given.isEmpty() && !dryRuns.isEmpty()) {
            return Fact.bad(
                    "bindings",
                    "%s, a dry run that gives no credentials".formatted(dryRuns),
                    "Remove spec.dryRun from the binding, and recreate the pod.",
                    Pages.reason("DryRun"));
        }
        return given.isEmpty()
                ? Fact.bad(
                        "bindings",
                        "no AWSRoleBinding of namespace %s names ServiceAccount %s"
                                .formatted(view.namespace(), view.serviceAccount()),
                        "%sreate an AWSRoleBinding. For the available roles run 'kubectl rolesanywhere roles -n %s'."
                                .formatted(bound(), view.namespace()),
                        Pages.of("troubleshooting.md#nothing-is-injected"))
                : Fact.good(
                        "bindings",
                        given.stream()
                                .map(one -> "%s gives %s"
                                        .formatted(one.binding().getMetadata().getName(), one.role()))
                                .collect(Collectors.joining(", ")));
    }

    /** Often the ServiceAccount's name is wrong. */
    private String bound() {
        String names = view.bindings().stream()
                .flatMap(binding -> binding.getSpec().subjects().stream().map(subject -> "%s (binding %s)"
                        .formatted(subject.name(), binding.getMetadata().getName())))
                .distinct()
                .sorted()
                .limit(BOUND)
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "C"
                : "Set the pod's serviceAccountName to a bound ServiceAccount, and recreate the pod. Bound here: %s. If this ServiceAccount needs a role, c"
                        .formatted(names);
    }

    private Fact defaultRole() {
        String asked = view.setting(Annotations.ROLE);
        return view.defaultRole()
                .map(role -> Fact.good("default role", role))
                .orElseGet(() -> asked == null
                        ? Fact.unknown(
                                "default role",
                                "none: the pod has only profiles",
                                "If clients without a profile need credentials, set default: true in one binding, or annotate the pod"
                                        + " with " + Annotations.ROLE
                                        + ".")
                        : Fact.bad(
                                "default role",
                                "the pod requests %s, but no binding gives it to the ServiceAccount".formatted(asked),
                                "Bind that role, or correct the annotation " + Annotations.ROLE + ".",
                                Pages.of("troubleshooting.md#my-pod-has-the-wrong-role")));
    }

    private void bound(AWSRoleBinding binding) {
        add(Cause.BINDING, BindingsFacts.of(binding, BindingCondition.Ready));
        Reports.inStatus(view, binding).ifPresent(fact -> add(Cause.REPORT, fact));
        Quota.of(view, binding).ifPresent(fact -> add(Cause.REPORT, fact));
    }

    private void role(String name) {
        Optional<AWSRole> found = view.role(name);
        if (found.isEmpty()) {
            add(
                    Cause.ROLE,
                    view.roles() instanceof Seen.Hidden<List<AWSRole>>(String why)
                            ? Fact.unknown("role " + name, why, "The binding's line shows whether it serves.")
                            : Fact.bad(
                                    "role " + name,
                                    "does not exist",
                                    "Create the AWSRole, or correct the binding. To list the AWSRoles run 'kubectl get awsr'.",
                                    Pages.reason("RoleNotFound")));
            return;
        }
        List<Fact> facts = RoleFacts.of(found.get());
        add(Cause.ROLE, facts.getFirst());
        add(Cause.EXCHANGE, facts.getLast());
    }

    private void anchor(AWSTrustAnchor anchor) {
        List<Fact> facts = AnchorFacts.of(anchor);
        add(Cause.ANCHOR, facts.getFirst());
        facts.stream().skip(1).forEach(fact -> add(Cause.EXPIRATION, fact));
    }

    private void add(Cause cause, Fact fact) {
        steps.add(new Step(cause, fact));
    }
}
