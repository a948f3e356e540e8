package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.operator.workload.PodHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides an AWSRoleBinding's status from the facts. */
final class BindingDecision {
    private static final Set<String> AWAITED = Stream.of(PodHealth.State.values())
            .filter(PodHealth.State::isAwaited)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private BindingDecision() {}

    static AWSRoleBindingStatus decide(BindingFacts facts, @Nullable Long generation, Instant now) {
        AWSRoleBindingStatus before = facts.before();
        List<Condition> conditions = Conditions.merge(
                before == null ? null : before.conditions(), BindingFindings.of(facts), generation, now);
        BindingFacts.Role role = facts.role();
        boolean dryRun = facts.spec().isDryRun();
        // No pod has called the new leader yet; the previous leader's result stays valid.
        AWSRoleBindingStatus kept = facts.pods().reported().everReported() ? null : before;
        AWSRoleBindingStatus past = dryRun || facts.pastPodsServed().isEmpty() ? null : before;
        return new AWSRoleBindingStatus(
                generation,
                conditions,
                role == null ? null : role.roleARN(),
                role == null ? null : role.account(),
                role == null ? null : role.region(),
                session(facts, kept),
                facts.spec().subjects().stream().map(Subject::name).collect(Collectors.joining(",")),
                dryRun ? dryRunSummary(facts, conditions) : summary(facts, conditions, past),
                dryRun
                        ? facts.forecast().pods()
                        : past != null && past.pods() != null
                                ? past.pods()
                                : facts.pods().pods(),
                dryRun ? null : unserved(facts, past),
                facts.podsOfOtherVersions() == 0 ? null : facts.podsOfOtherVersions(),
                dryRun ? facts.forecast().status(existing(facts)) : null);
    }

    private static @Nullable List<PodTally> unserved(BindingFacts facts, @Nullable AWSRoleBindingStatus past) {
        AWSRoleBindingStatus before = facts.before();
        return past != null
                ? past.unservedPods()
                : facts.pods().tallies(before == null ? null : before.unservedPods(), health -> health.pod()
                        .name());
    }

    private static int existing(BindingFacts facts) {
        return (int) facts.spec().subjects().stream()
                        .map(Subject::name)
                        .distinct()
                        .count()
                - facts.missing().size();
    }

    /** After the comma: the reason that would prevent serving later. */
    private static String dryRunSummary(BindingFacts facts, List<Condition> conditions) {
        String name = BindingCondition.Reason.DryRun.name();
        Condition ready = find(conditions, BindingCondition.Ready);
        return ready.reason().equals(name) ? name : name + "," + notReady(facts, ready);
    }

    /** The reason alone would name the AWSRole or the trust anchor, and hide what is wrong with it. */
    private static String notReady(BindingFacts facts, Condition ready) {
        BindingFacts.Obstacle obstacle =
                facts.role() == null ? null : facts.role().obstacle();
        return obstacle != null && obstacle.reason().name().equals(ready.reason())
                ? obstacle.summary()
                : ready.reason();
    }

    private static @Nullable String session(BindingFacts facts, @Nullable AWSRoleBindingStatus kept) {
        if (facts.role() != null && facts.role().targetSession() != null) {
            // AWS granted the first session, which pods do not get.
            return facts.role().targetSession();
        }
        Optional<String> granted = facts.pods()
                .reported()
                .lastAccepted()
                .flatMap(outcome -> Optional.ofNullable(outcome.grantedSeconds()))
                .map(seconds -> WrittenDuration.format(Duration.ofSeconds(seconds)));
        if (granted.isPresent()) {
            return granted.get();
        }
        if (kept != null && kept.session() != null) {
            return kept.session();
        }
        return facts.role() == null ? null : facts.role().sessionDuration();
    }

    /** One word for display: the reason closest to the cause. */
    private static String summary(BindingFacts facts, List<Condition> conditions, @Nullable AWSRoleBindingStatus past) {
        Condition ready = find(conditions, BindingCondition.Ready);
        if (!ready.holds()) {
            return notReady(facts, ready);
        }
        Condition pods = find(conditions, BindingCondition.PodsServed);
        if (past != null && past.summary() != null && pods.status() == Condition.Status.False) {
            return past.summary();
        }
        if (past != null && AWAITED.contains(pods.reason())) {
            return pods.reason();
        }
        return facts.pods()
                .worst()
                .or(facts.pods()::awaited)
                .map(PodHealth::reason)
                .orElse(
                        pods.status() == Condition.Status.Unknown
                                ? pods.reason()
                                : BindingCondition.Reason.Serving.name());
    }

    private static Condition find(List<Condition> conditions, BindingCondition type) {
        return Conditions.find(conditions, type.name()).orElseThrow();
    }
}
