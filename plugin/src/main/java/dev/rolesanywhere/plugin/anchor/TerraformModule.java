package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The variables of the Terraform module in terraform/, as a trust anchor and its roles have them. */
final class TerraformModule {
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
              roles = {
            %s  }
            }
            output "manifests" { value = module.roles_anywhere.manifests }
            """.formatted(
                        Hcl.quoted(domain.replace('.', '-')),
                        Hcl.quoted(domain),
                        Hcl.quoted(bundle),
                        roles.stream()
                                .filter(role -> role.getSpec()
                                        .trustAnchorName()
                                        .equals(anchor.getMetadata().getName()))
                                .map(TerraformModule::role)
                                .collect(Collectors.joining()));
    }

    /** The IAM policies of a role stand nowhere in the cluster. */
    private static String role(AWSRole role) {
        AllowedNamespaces allowed = role.getSpec().allowedNamespaces();
        String namespaces = Objects.requireNonNullElse(allowed.names(), List.<String>of()).stream()
                .map(Hcl::quoted)
                .collect(Collectors.joining(", "));
        return "    %s = { policy_arns = [], namespaces = [%s] } # write the ARNs of its IAM policies%s%n"
                .formatted(
                        Hcl.quoted(role.getMetadata().getName()),
                        namespaces,
                        allowed.selector() == null ? "" : "; its namespace selector is not in the module");
    }
}
