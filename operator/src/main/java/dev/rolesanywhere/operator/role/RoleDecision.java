package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.operator.registration.ArnPlace;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides an AWSRole's status from the facts. */
final class RoleDecision {
    private RoleDecision() {}

    static AWSRoleStatus decide(RoleFacts facts, @Nullable Long generation, Instant now) {
        Optional<TrustPolicy> policy = TrustPolicies.of(facts);
        Optional<RegistrationChoice.Served> served =
                facts.choice() instanceof RegistrationChoice.Served chosen ? Optional.of(chosen) : Optional.empty();
        AWSRoleStatus before = facts.before();
        return new AWSRoleStatus(
                generation,
                Conditions.merge(
                        before == null ? null : before.conditions(), RoleFindings.of(facts, policy), generation, now),
                ArnPlace.account(facts.spec().roleARN()),
                served.map(choice -> choice.place().region()).orElse(null),
                served.map(choice -> choice.registration().arn()).orElse(null),
                served.map(RegistrationChoice.Served::profileARN)
                        .orElse(facts.spec().profileARN()),
                policy.map(TrustPolicy::json).orElse(null),
                TrustPolicies.ofTarget(facts).orElse(null),
                facts.bindings(),
                pods(facts, before),
                unserved(facts, before));
    }

    private static String pods(RoleFacts facts, @Nullable AWSRoleStatus before) {
        return facts.knowsNoPods() && before != null && before.pods() != null
                ? before.pods()
                : facts.pods().pods();
    }

    private static @Nullable List<PodTally> unserved(RoleFacts facts, @Nullable AWSRoleStatus before) {
        List<PodTally> past = before == null ? null : before.unservedPods();
        return facts.knowsNoPods() && facts.pods().worst().isEmpty()
                ? past
                : facts.pods()
                        .tallies(
                                past,
                                health -> health.pod().namespace() + "/"
                                        + health.pod().name());
    }
}
