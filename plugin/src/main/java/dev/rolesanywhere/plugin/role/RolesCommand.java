package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the roles that a namespace may use. */
@Command(
        name = "roles",
        description =
                "Prints the AWSRoles that the namespace may use, the ServiceAccounts with these roles, and which roles you may bind.")
public final class RolesCommand extends ClusterCommand {
    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        String namespace = session.namespace();
        List<AWSRoleBinding> bindings = session.bindings(namespace).get();
        List<Offer> offers = session.roles().get().stream()
                .filter(role -> allows(session, role.getSpec().allowedNamespaces(), namespace))
                .map(role -> Offer.of(role, bindings, mayBind(session, role, namespace)))
                .toList();
        if (terminal.json()) {
            terminal.value(new Report(namespace, offers));
        } else if (offers.isEmpty()) {
            terminal.line(
                    "No AWSRole allows namespace %s. Ask the owner of an AWSRole to add the namespace to spec.allowedNamespaces."
                            .formatted(namespace));
        } else {
            terminal.table(
                    List.of("ROLE", "READY", "AWS", "SERVICEACCOUNTS", "YOU MAY BIND", "ARN"),
                    offers.stream().map(Offer::row).toList());
        }
        return ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(String namespace, List<Offer> roles) {}

    /** The API server applies the selector. If the user may not list namespaces, only names and the empty selector count. */
    private static boolean allows(Session session, AllowedNamespaces allowed, String namespace) {
        if (allowed.names() != null && allowed.names().contains(namespace)) {
            return true;
        }
        LabelSelector selector = allowed.selector();
        if (selector == null || allowed.defect().isPresent()) {
            return false;
        }
        return isEmpty(selector)
                || Seen.of("namespaces", () -> !session.client()
                                .namespaces()
                                .withLabelSelector(selector)
                                .withField("metadata.name", namespace)
                                .list()
                                .getItems()
                                .isEmpty())
                        .or(false);
    }

    private static boolean isEmpty(LabelSelector selector) {
        Map<String, String> labels = selector.getMatchLabels();
        return (labels == null || labels.isEmpty())
                && (selector.getMatchExpressions() == null
                        || selector.getMatchExpressions().isEmpty());
    }

    private static boolean mayBind(Session session, AWSRole role, String namespace) {
        return session.allows(new ResourceAttributesBuilder()
                .withVerb("bind")
                .withGroup("rolesanywhere.dev")
                .withResource("awsroles")
                .withName(role.getMetadata().getName())
                .withNamespace(namespace)
                .build());
    }
}
