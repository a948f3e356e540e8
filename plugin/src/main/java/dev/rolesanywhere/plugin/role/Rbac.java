package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.role.Binder.Grant;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RbacAPIGroupDSL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads from RBAC which users may bind a role. */
final class Rbac {
    private Rbac() {}

    static Seen<List<Binder>> binders(KubernetesClient client, String role) {
        return Seen.of(
                "roles and bindings of RBAC", () -> Binder.of(role, rules(client.rbac()), grants(client.rbac())));
    }

    private static Map<String, List<PolicyRule>> rules(RbacAPIGroupDSL rbac) {
        Map<String, List<PolicyRule>> rules = new HashMap<>();
        rbac.clusterRoles()
                .list()
                .getItems()
                .forEach(role -> rules.put(
                        Binder.key("ClusterRole", "", role.getMetadata().getName()), known(role.getRules())));
        rbac.roles()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(role -> rules.put(
                        Binder.key(
                                "Role",
                                role.getMetadata().getNamespace(),
                                role.getMetadata().getName()),
                        known(role.getRules())));
        return rules;
    }

    private static List<Grant> grants(RbacAPIGroupDSL rbac) {
        List<Grant> grants = new ArrayList<>();
        rbac.clusterRoleBindings()
                .list()
                .getItems()
                .forEach(binding -> grants.add(new Grant("", binding.getRoleRef(), binding.getSubjects())));
        rbac.roleBindings()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(binding -> grants.add(
                        new Grant(binding.getMetadata().getNamespace(), binding.getRoleRef(), binding.getSubjects())));
        return grants;
    }

    private static List<PolicyRule> known(List<PolicyRule> rules) {
        return Objects.requireNonNullElse(rules, List.of());
    }
}
