package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.webhook.injection.CredentialSource.OfSidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.injection.Decision.Why;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import dev.rolesanywhere.webhook.settings.GivenSettings;
import dev.rolesanywhere.webhook.settings.InvalidSettingException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a pod is injected. Pure: the same candidate gives the same decision, except for ports that are chosen
 * at random once.
 */
public final class Decider {
    private static final Refuse NO_AGENT = new Refuse(
            Refusal.NodeAgentDisabled,
            "the pod has delivery NodeAgent, but this installation has no node agents: set the chart's value nodeAgent.enabled to true, or choose delivery Endpoint with annotation %s or in spec.injection of the AWSRoleBinding"
                    .formatted(Annotations.DELIVERY));

    private final ChartSettings chart;
    private final RandomGenerator random;

    public Decider(ChartSettings chart, RandomGenerator random) {
        this.chart = chart;
        this.random = random;
    }

    public Decision decide(Candidate candidate) {
        if (candidate.pod().isMirror()) {
            return new LeaveAlone(Why.MirrorPod);
        }
        if (chart.excludedNamespaces().contains(candidate.namespace())) {
            return new LeaveAlone(Why.NamespaceExcluded);
        }
        try {
            return decide(
                    candidate,
                    GivenSettings.read(candidate.pod().annotations(), "the pod"),
                    GivenSettings.read(candidate.serviceAccountAnnotations(), serviceAccount(candidate)));
        } catch (InvalidSettingException e) {
            return new Refuse(Refusal.InvalidAnnotation, Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    private Decision decide(Candidate candidate, GivenSettings pod, GivenSettings serviceAccount) {
        if (pod.optedOut() || serviceAccount.optedOut()) {
            return optedOut(candidate, pod);
        }
        Optional<String> asked = Optional.ofNullable(pod.role() == null ? serviceAccount.role() : pod.role());
        Optional<Refuse> notBound = asked.flatMap(role -> notBound(candidate, role));
        if (notBound.isPresent()) {
            return notBound.get();
        }
        if (candidate.roles().isEmpty()) {
            return new LeaveAlone(candidate.dryRuns().isEmpty() ? Why.NotBound : Why.DryRun);
        }
        List<BoundRole> roles = defaultFirst(candidate.roles(), asked.orElse(null));
        DeliverySettings settings = DeliverySettings.resolve(
                pod,
                serviceAccount,
                roles.stream()
                        .map(BoundRole::injection)
                        .flatMap(injection -> Optional.ofNullable(injection).stream())
                        .toList(),
                chart);
        Optional<CredentialSource> source = source(candidate.pod(), settings);
        if (source.isEmpty()) {
            return NO_AGENT;
        }
        Optional<Refuse> unfit = PodCompatibility.check(candidate.pod(), roles, settings, source.get());
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Optional<Refuse> unclear = ContainerRoles.check(candidate, pod, settings);
        if (unclear.isPresent()) {
            return unclear.get();
        }
        return new Inject(
                candidate.pod().parts().isPresent(),
                roles,
                asked.isPresent() || roles.size() == 1 || roles.getFirst().makesDefault(),
                pod.role() == null ? asked : Optional.empty(),
                settings,
                source.get());
    }

    /** Empty if the pod needs a node agent and the chart installs none. */
    private Optional<CredentialSource> source(PodView pod, DeliverySettings settings) {
        return settings.delivery() == Delivery.NodeAgent
                ? chart.nodeAgent().map(OfNodeAgent::new)
                : Optional.of(new OfSidecar(SidecarPorts.of(pod, random)));
    }

    private static Decision optedOut(Candidate candidate, GivenSettings pod) {
        if (pod.role() != null) {
            return new Refuse(
                    Refusal.InvalidAnnotation,
                    "the pod requests AWSRole %s with %s, but %s has %s: \"false\": remove one of the two annotations"
                            .formatted(
                                    pod.role(),
                                    Annotations.ROLE,
                                    pod.optedOut() ? "also" : serviceAccount(candidate),
                                    Annotations.INJECT));
        }
        return new LeaveAlone(pod.optedOut() ? Why.OptedOut : Why.ServiceAccountOptedOut);
    }

    private static Optional<Refuse> notBound(Candidate candidate, String asked) {
        List<String> bound = candidate.roles().stream().map(BoundRole::role).toList();
        if (bound.contains(asked)) {
            return Optional.empty();
        }
        return Optional.of(new Refuse(
                Refusal.RoleNotBound,
                "AWSRole %s, requested with %s, is not bound to %s, which has %s: create an AWSRoleBinding in namespace %s with roleRef.name %s and subject %s"
                                .formatted(
                                        asked,
                                        Annotations.ROLE,
                                        serviceAccount(candidate),
                                        bound.isEmpty() ? "no role" : String.join(", ", bound),
                                        candidate.namespace(),
                                        asked,
                                        candidate.pod().serviceAccount())
                        + (candidate.dryRuns().isEmpty()
                                ? ""
                                : ", or remove spec.dryRun from %s if that binding gives the role"
                                        .formatted(String.join(", ", candidate.dryRuns())))));
    }

    private static List<BoundRole> defaultFirst(List<BoundRole> roles, @Nullable String asked) {
        Comparator<BoundRole> byAsked =
                Comparator.comparing(bound -> !bound.role().equals(asked));
        return roles.stream()
                .sorted(byAsked.thenComparing(bound -> !bound.makesDefault()))
                .toList();
    }

    private static String serviceAccount(Candidate candidate) {
        return "ServiceAccount " + candidate.namespace() + "/" + candidate.pod().serviceAccount();
    }
}
