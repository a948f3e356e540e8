package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An AWSRoleBinding's status from what is known. */
final class BindingDecision {
    private BindingDecision() {}

    static AWSRoleBindingStatus decide(BindingFacts facts, @Nullable Long generation, Instant now) {
        AWSRoleBindingStatus before = facts.before();
        List<Condition> conditions = Conditions.merge(
                before == null ? null : before.conditions(), BindingFindings.of(facts), generation, now);
        BindingFacts.Role role = facts.role();
        // A new leader has heard nothing yet; what an earlier one heard still stands.
        AWSRoleBindingStatus kept = facts.heard().everHeard() ? null : before;
        return new AWSRoleBindingStatus(
                generation,
                conditions,
                role == null ? null : role.roleARN(),
                role == null ? null : role.account(),
                role == null ? null : role.region(),
                session(facts, kept),
                facts.spec().subjects().stream().map(Subject::name).collect(Collectors.joining(",")),
                summary(facts, conditions, kept == null ? null : kept.summary()),
                kept != null && kept.pods() != null
                        ? kept.pods()
                        : facts.heard().pods());
    }

    private static @Nullable String session(BindingFacts facts, @Nullable AWSRoleBindingStatus kept) {
        Optional<String> granted = facts.heard()
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
    private static String summary(BindingFacts facts, List<Condition> conditions, @Nullable String before) {
        Condition ready = find(conditions, BindingCondition.Ready);
        if (!ready.holds()) {
            return ready.reason();
        }
        Condition pods = find(conditions, BindingCondition.PodsServed);
        if (pods.status() != Condition.Status.False) {
            return BindingCondition.Reason.Serving.name();
        }
        if (!facts.heard().notIssued().isEmpty()) {
            return facts.heard().notIssued().getFirst().reason();
        }
        return facts.heard()
                .lastRefused()
                .map(Outcome::reason)
                .map(Enum::name)
                .orElse(before == null ? pods.reason() : before);
    }

    private static Condition find(List<Condition> conditions, BindingCondition type) {
        return Conditions.find(conditions, type.name()).orElseThrow();
    }
}
