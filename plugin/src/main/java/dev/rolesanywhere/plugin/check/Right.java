package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A permission of the user.
 *
 * @param namespace empty for cluster-scoped resources
 */
record Right(String verb, String group, String resource, String namespace) {
    private static final String OURS = "rolesanywhere.dev";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String ADMISSION = "admissionregistration.k8s.io";

    /** Permissions for reading the state. */
    static List<Right> toRead() {
        return Stream.of("awstrustanchors", "awsroles", "awsrolebindings")
                .map(kind -> new Right("list", OURS, kind, ""))
                .toList();
    }

    /** Permissions for installing the chart. */
    static List<Right> toInstall(String namespace) {
        return List.of(
                new Right("create", "apiextensions.k8s.io", "customresourcedefinitions", ""),
                new Right("create", RBAC, "clusterroles", ""),
                new Right("create", RBAC, "clusterrolebindings", ""),
                new Right("create", ADMISSION, "mutatingwebhookconfigurations", ""),
                new Right("create", ADMISSION, "validatingadmissionpolicies", ""),
                new Right("create", ADMISSION, "validatingadmissionpolicybindings", ""),
                new Right("create", RBAC, "roles", namespace),
                new Right("create", RBAC, "rolebindings", namespace),
                new Right("create", "apps", "deployments", namespace),
                new Right("create", "policy", "poddisruptionbudgets", namespace),
                new Right("create", "", "serviceaccounts", namespace),
                new Right("create", "", "services", namespace),
                new Right("create", "", "secrets", namespace));
    }

    static Fact reading(Predicate<Right> allowed) {
        List<String> missing = missing(toRead(), allowed);
        return missing.isEmpty()
                ? Fact.good("rights to read", "you may read all required objects")
                : Fact.unknown(
                        "rights to read",
                        "you may not " + String.join(", ", missing),
                        "Checks of these objects are skipped. To include them, bind ClusterRole <release>-view to your user.");
    }

    static Fact installing(String namespace, Predicate<Right> allowed) {
        List<String> missing = missing(toInstall(namespace), allowed);
        return missing.isEmpty()
                ? Fact.good("rights to install", "you may create all objects of the chart")
                : Fact.bad(
                        "rights to install",
                        "you may not " + String.join(", ", missing),
                        "Ask a cluster administrator to install the chart or to grant these permissions.",
                        Pages.of("operations.md"));
    }

    /** Whether the user may create bindings in the namespace; the verb bind on each role limits which ones. */
    static Fact binding(String namespace, Predicate<Right> allowed) {
        String name = "rights to bind in namespace " + namespace;
        return allowed.test(new Right("create", OURS, "awsrolebindings", namespace))
                ? Fact.good(
                        name,
                        "you may create AWSRoleBindings; 'kubectl rolesanywhere roles' lists the roles that you may bind")
                : Fact.unknown(
                        name,
                        "you may not create AWSRoleBindings",
                        "If you need to create bindings: ClusterRole edit has the permission.");
    }

    ResourceAttributes attributes() {
        return new ResourceAttributesBuilder()
                .withVerb(verb)
                .withGroup(group)
                .withResource(resource)
                .withNamespace(namespace.isEmpty() ? null : namespace)
                .build();
    }

    private static List<String> missing(List<Right> wanted, Predicate<Right> allowed) {
        return wanted.stream()
                .filter(allowed.negate())
                .map(right -> right.verb() + " " + right.resource())
                .toList();
    }
}
