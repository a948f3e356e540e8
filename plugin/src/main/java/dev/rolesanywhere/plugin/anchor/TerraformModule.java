package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The variables of the Terraform module in terraform/, from a trust anchor and its roles. */
final class TerraformModule {
    private static final String DEFAULT_ANCHOR = "default";
    private static final String DEFAULT_AUTHORITY = "{\"selfSigned\":{}}";

    private TerraformModule() {}

    /** @param bundle of the trust anchor's status */
    static String of(AWSTrustAnchor anchor, String bundle, List<AWSRole> roles) {
        String domain = anchor.getSpec().trustDomain();
        return """
            module "roles_anywhere" {
              source       = "./terraform"
              name         = %s
              trust_domain = %s
              ca_bundle    = %s
            %s  roles = {
            %s  }
            }
            output "manifests" { value = module.roles_anywhere.manifests }
            """.formatted(
                        Hcl.quoted(domain.replace('.', '-')),
                        Hcl.quoted(domain),
                        Hcl.quoted(bundle),
                        anchor(anchor),
                        roles.stream()
                                .filter(role -> role.getSpec()
                                        .trustAnchorName()
                                        .equals(anchor.getMetadata().getName()))
                                .map(TerraformModule::role)
                                .collect(Collectors.joining()));
    }

    /** Settings of the trust anchor that differ from the module's defaults. */
    private static String anchor(AWSTrustAnchor anchor) {
        String name = anchor.getMetadata().getName();
        String authority = Serialization.asJson(anchor.getSpec().certificateAuthority());
        return (name.equals(DEFAULT_ANCHOR) ? "" : "  trust_anchor = %s%n".formatted(Hcl.quoted(name)))
                + (authority.equals(DEFAULT_AUTHORITY)
                        ? ""
                        : "  certificate_authority = jsondecode(%s)%n".formatted(Hcl.quoted(authority)));
    }

    /** The cluster does not hold the IAM policies of a role. */
    private static String role(AWSRole role) {
        AllowedNamespaces allowed = role.getSpec().allowedNamespaces();
        String namespaces = Objects.requireNonNullElse(allowed.names(), List.<String>of()).stream()
                .map(Hcl::quoted)
                .collect(Collectors.joining(", "));
        LabelSelector selector = allowed.selector();
        Map<String, String> labels = selector != null && onlyLabels(selector) ? selector.getMatchLabels() : Map.of();
        return "    %s = { policy_arns = [], namespaces = [%s]%s } # add the ARNs of its IAM policies%s%n"
                .formatted(
                        Hcl.quoted(role.getMetadata().getName()),
                        namespaces,
                        labels.isEmpty()
                                ? ""
                                : ", namespace_labels = { %s }"
                                        .formatted(labels.entrySet().stream()
                                                .sorted(Map.Entry.comparingByKey())
                                                .map(label -> "%s = %s"
                                                        .formatted(
                                                                Hcl.quoted(label.getKey()),
                                                                Hcl.quoted(label.getValue())))
                                                .collect(Collectors.joining(", "))),
                        selector == null || !labels.isEmpty()
                                ? ""
                                : "; the module does not support its namespace selector");
    }

    /** The module has no input for expressions or for an empty selector (every namespace). */
    private static boolean onlyLabels(LabelSelector selector) {
        return (selector.getMatchExpressions() == null
                        || selector.getMatchExpressions().isEmpty())
                && selector.getMatchLabels() != null
                && !selector.getMatchLabels().isEmpty();
    }
}
