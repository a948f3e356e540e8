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
 * @param profile the AWS profile that its clients name; the default role needs none
 * @param isDefault whether clients get it that name nothing
 * @param arn empty where the AWSRole does not exist or may not be read
 * @param containers those that get it in place of the default
 * @param aws what AWS said last to pods of this role, not to this pod alone
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
                role.map(found -> found.getSpec().roleARN()).orElse(""),
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
