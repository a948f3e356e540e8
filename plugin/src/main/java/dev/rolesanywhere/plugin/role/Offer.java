package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.RoleCondition;
import java.util.List;

/**
 * A role that a namespace may use.
 *
 * @param ready Ready, or the reason why not
 * @param aws AWS's last answer
 * @param boundTo the ServiceAccounts of the namespace with this role
 * @param mayBind whether the user may bind it there
 */
record Offer(String role, String arn, String ready, String aws, List<String> boundTo, boolean mayBind) {
    /** @param bindings of the namespace */
    static Offer of(AWSRole role, List<AWSRoleBinding> bindings, boolean mayBind) {
        String name = role.getMetadata().getName();
        return new Offer(
                name,
                role.getSpec().servedRoleARN(),
                reason(role, RoleCondition.Ready),
                reason(role, RoleCondition.AcceptedByAWS),
                User.of(name, bindings).stream()
                        .map(User::serviceAccount)
                        .distinct()
                        .toList(),
                mayBind);
    }

    List<String> row() {
        return List.of(
                role, ready, aws, boundTo.isEmpty() ? "-" : String.join(",", boundTo), mayBind ? "yes" : "no", arn);
    }

    private static String reason(AWSRole role, RoleCondition type) {
        return role.getStatus() == null
                ? "-"
                : Conditions.find(role.getStatus().conditions(), type.name())
                        .map(Condition::reason)
                        .orElse("-");
    }
}
