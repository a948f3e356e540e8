package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
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

/** An AWSRoleBinding's status from what is known. */
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
        // No pod has called a new leader yet; what an earlier leader found still stands.
        AWSRoleBindingStatus kept = facts.pods().reported().everReported() ? null : before;
        AWSRoleBindingStatus past = facts.pastPodsServed().isPresent() ? before : null;
        return new AWSRoleBindingStatus(
                generation,
                conditions,
                role == null ? null : role.roleARN(),
                role == null ? null : role.account(),
                role == null ? null : role.region(),
                session(facts, kept),
                facts.spec().subjects().stream().map(Subject::name).collect(Collectors.joining(",")),
                summary(facts, conditions, past),
                past != null && past.pods() != null ? past.pods() : facts.pods().pods(),
                past != null
                        ? past.unservedPods()
                        : facts.pods().tallies(before == null ? null : before.unservedPods(), health -> health.pod()
                                .name()),
                facts.podsOfOtherVersions() == 0 ? null : facts.podsOfOtherVersions());
    }

    private static @Nullable String session(BindingFacts facts, @Nullable AWSRoleBindingStatus kept) {
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

    /** One word for people: the reason that is nearest to the cause. */
    private static String summary(BindingFacts facts, List<Condition> conditions, @Nullable AWSRoleBindingStatus past) {
        Condition ready = find(conditions, BindingCondition.Ready);
        if (!ready.holds()) {
            return ready.reason();
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
                .orElse(BindingCondition.Reason.Serving.name());
    }

    private static Condition find(List<Condition> conditions, BindingCondition type) {
        return Conditions.find(conditions, type.name()).orElseThrow();
    }
}
