package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.role.RoleCondition.Reason;
import dev.rolesanywhere.plugin.fact.ConditionFacts;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts from the conditions of roles, and from the pods' reports about AWS. */
public final class RoleFacts {
    private RoleFacts() {}

    static List<Fact> of(List<AWSRole> roles) {
        return Stream.concat(roles.stream().flatMap(role -> of(role).stream()), way(roles).stream())
                .toList();
    }

    /** Facts about one role. */
    public static List<Fact> of(AWSRole role) {
        String name = "role " + role.getMetadata().getName();
        return List.of(
                ConditionFacts.of(name, conditions(role), RoleCondition.Ready.name()),
                ConditionFacts.of(
                        name + ", session exchange with AWS as reported by pods",
                        conditions(role),
                        RoleCondition.AcceptedByAWS.name()));
    }

    /** This machine is not a pod, so only reports of pods show their path to AWS. */
    private static List<Fact> way(List<AWSRole> roles) {
        return List.of(
                way("AWS endpoint (DNS, egress), as reported by pods", roles, EnumSet.of(Reason.EndpointUnreachable)),
                way("proxy to AWS, as reported by pods", roles, EnumSet.of(Reason.ProxyRefused, Reason.TLSUntrusted)),
                way("clocks of the nodes, compared with AWS", roles, EnumSet.of(Reason.ClockSkew)));
    }

    private static Fact way(String name, List<AWSRole> roles, Set<Reason> reasons) {
        Optional<Condition> trouble = roles.stream()
                .flatMap(role -> accepted(role).stream())
                .filter(condition ->
                        reasons.stream().anyMatch(reason -> reason.name().equals(condition.reason())))
                .findFirst();
        if (trouble.isPresent()) {
            return Fact.bad(
                    name,
                    trouble.get().reason(),
                    trouble.get().message(),
                    Pages.reason(trouble.get().reason()));
        }
        return roles.stream()
                        .anyMatch(
                                role -> accepted(role).filter(Condition::holds).isPresent())
                ? Fact.good(name, "pods have reached AWS and reported no problem")
                : Fact.unknown(name, "no pod has reached AWS yet", "Start a pod with a bound ServiceAccount.");
    }

    private static Optional<Condition> accepted(AWSRole role) {
        return Conditions.find(conditions(role), RoleCondition.AcceptedByAWS.name());
    }

    private static @Nullable List<Condition> conditions(AWSRole role) {
        return role.getStatus() == null ? null : role.getStatus().conditions();
    }
}
