package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.fact.Fact;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The bindings that share the quota of CreateSession with a pod. */
final class Quota {
    private static final Set<String> LIMITED = Set.of("Throttled", "QueuedForAWS");
    private static final int MOST = 5;

    private Quota() {}

    /** Whether pods of the binding wait for the quota. */
    static boolean limits(AWSRoleBinding binding) {
        return binding.getStatus() != null
                && Objects.requireNonNullElse(binding.getStatus().unservedPods(), List.<PodTally>of()).stream()
                        .anyMatch(tally -> LIMITED.contains(tally.reason()));
    }

    /** Empty for a binding whose pods do not wait for the quota. */
    static Optional<Fact> of(PodView view, AWSRoleBinding binding) {
        if (!limits(binding)) {
            return Optional.empty();
        }
        Optional<Place> place = Place.of(view, binding);
        String name = "CreateSession quota of "
                + place.map(it -> "account %s in region %s".formatted(it.account(), it.region()))
                        .orElse("an unknown account");
        return Optional.of(
                switch (view.everywhere()) {
                    case Seen.Hidden<List<AWSRoleBinding>>(String why) ->
                        Fact.unknown(
                                name,
                                why,
                                "An administrator can list the bindings that share the quota with 'kubectl get awsrb -A -o wide'.");
                    case Seen.Known<List<AWSRoleBinding>>(List<AWSRoleBinding> all) ->
                        shared(
                                name,
                                all.stream()
                                        .filter(other -> other.getStatus() != null
                                                && place.isPresent()
                                                && Place.of(view, other).equals(place))
                                        .sorted(Comparator.comparing(Quota::pods)
                                                .reversed()
                                                .thenComparing(Quota::words))
                                        .toList());
                });
    }

    private static Fact shared(String name, List<AWSRoleBinding> sharing) {
        int more = sharing.size() - MOST;
        return Fact.unknown(
                name,
                "used by %d %s of this cluster: %s%s"
                        .formatted(
                                sharing.size(),
                                sharing.size() == 1 ? "binding" : "bindings",
                                sharing.stream().limit(MOST).map(Quota::words).collect(Collectors.joining(", ")),
                                more > 0 ? " and " + more + " more" : ""),
                "CloudTrail lists the CreateSession calls of other clusters. If the throttling lasts, raise the quota in Service Quotas.");
    }

    /** Where sessions are counted: the account of the AWSRole, also with a target role in another account. */
    private record Place(String account, String region) {
        static Optional<Place> of(PodView view, AWSRoleBinding binding) {
            return view.role(binding.getSpec().roleRef().name())
                    .flatMap(role -> Optional.ofNullable(role.getStatus()))
                    .filter(status -> status.account() != null && status.region() != null)
                    .map(status -> new Place(
                            Objects.requireNonNull(status.account()), Objects.requireNonNull(status.region())));
        }
    }

    /** All pods of the binding, with or without credentials. */
    private static int pods(AWSRoleBinding binding) {
        String[] parts =
                Objects.requireNonNullElse(binding.getStatus().pods(), "").split("/", -1);
        return parts.length == 2 && parts[1].matches("[0-9]{1,9}") ? Integer.parseInt(parts[1]) : 0;
    }

    private static String words(AWSRoleBinding binding) {
        int pods = pods(binding);
        return "%s/%s (%d %s)"
                .formatted(
                        binding.getMetadata().getNamespace(),
                        binding.getMetadata().getName(),
                        pods,
                        pods == 1 ? "pod" : "pods");
    }
}
