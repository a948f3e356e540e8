package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.plugin.cluster.Seen;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One role of a pod.
 *
 * @param profile the AWS profile for clients; not needed for the default role
 * @param isDefault whether clients get it without naming a profile
 * @param arn of the IAM role that the pod is in AWS; empty if the AWSRole does not exist or cannot be read
 * @param containers the containers that get it instead of the default role
 * @param aws AWS's last answer to any pod of this role
 */
record Identity(String role, String profile, boolean isDefault, String arn, List<String> containers, String aws) {
    static List<Identity> of(PodView view) {
        Optional<String> chosen = view.defaultRole();
        return view.given().stream()
                .map(given ->
                        of(view, given, chosen.filter(given.role()::equals).isPresent()))
                .toList();
    }

    private static Identity of(PodView view, GivenRole given, boolean isDefault) {
        Optional<AWSRole> role = view.role(given.role());
        return new Identity(
                given.role(),
                given.profile(),
                isDefault,
                role.map(found -> found.getSpec().servedRoleARN()).orElse(""),
                containers(view, given.role()),
                role.flatMap(Identity::accepted)
                        .orElse(view.roles() instanceof Seen.Hidden<List<AWSRole>>(String why) ? why : "nothing yet"));
    }

    private static Optional<String> accepted(AWSRole role) {
        return role.getStatus() == null
                ? Optional.empty()
                : Conditions.find(role.getStatus().conditions(), RoleCondition.AcceptedByAWS.name())
                        .map(Condition::reason);
    }

    private static List<String> containers(PodView view, String role) {
        String setting = Objects.requireNonNullElse(view.setting(Annotations.CONTAINER_ROLES), "");
        return List.of(setting.split(",", -1)).stream()
                .map(String::strip)
                .filter(entry -> entry.endsWith("=" + role))
                .map(entry -> entry.substring(0, entry.length() - role.length() - 1))
                .toList();
    }
}
