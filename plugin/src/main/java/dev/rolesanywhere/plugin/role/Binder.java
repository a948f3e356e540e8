package dev.rolesanywhere.plugin.role;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A user, group or ServiceAccount that may bind a role.
 *
 * @param who such as User alice, Group platform or ServiceAccount shop/ci
 * @param where the namespace; {@code every namespace} for a ClusterRoleBinding
 * @param the RBAC role that grants it
 */
record Binder(String who, String where, String by) {
    private static final String EVERYWHERE = "every namespace";

    /**
     * An RBAC grant.
     *
     * @param namespace of the RoleBinding; empty for a ClusterRoleBinding
     */
    record Grant(String namespace, RoleRef role, List<Subject> subjects) {
        Grant {
            subjects = Objects.requireNonNullElse(subjects, List.of());
        }
    }

    /**
     * Authorizers other than RBAC are not considered.
     *
     * @param rules by kind, namespace and name, formatted by {@link #key}
     */
    static List<Binder> of(String role, Map<String, List<PolicyRule>> rules, List<Grant> grants) {
        List<Binder> found = new ArrayList<>();
        for (Grant grant : grants) {
            String name = grant.role().getName();
            String in = grant.role().getKind().equals("Role") ? grant.namespace() : "";
            if (rules.getOrDefault(key(grant.role().getKind(), in, name), List.of()).stream()
                    .anyMatch(rule -> gives(rule, role))) {
                grant.subjects()
                        .forEach(subject -> found.add(new Binder(
                                name(subject),
                                grant.namespace().isEmpty() ? EVERYWHERE : grant.namespace(),
                                grant.role().getKind() + " " + name)));
            }
        }
        return found.stream().distinct().toList();
    }

    static String key(String kind, String namespace, String name) {
        return "%s/%s/%s".formatted(kind, namespace, name);
    }

    private static boolean gives(PolicyRule rule, String role) {
        return has(rule.getVerbs(), "bind")
                && has(rule.getApiGroups(), "rolesanywhere.dev")
                && has(rule.getResources(), "awsroles")
                && (rule.getResourceNames() == null
                        || rule.getResourceNames().isEmpty()
                        || rule.getResourceNames().contains(role));
    }

    private static boolean has(List<String> values, String wanted) {
        return values != null && (values.contains("*") || values.contains(wanted));
    }

    private static String name(Subject subject) {
        return subject.getKind()
                + " "
                + (subject.getNamespace() == null ? "" : subject.getNamespace() + "/")
                + subject.getName();
    }
}
