output "trust_anchor_arn" {
  value = aws_rolesanywhere_trust_anchor.this.arn
}

output "profile_arn" {
  value = aws_rolesanywhere_profile.this.arn
}

output "role_arns" {
  description = "By AWSRole name."
  value       = local.role_arns
}

output "trust_policies" {
  description = "By AWSRole name: the trust policy of the IAM role. Roles with role_arn need theirs set where they are kept."
  value       = { for key, document in data.aws_iam_policy_document.trust : key => document.json }
}

output "manifests" {
  description = "terraform output -raw manifests | kubectl apply -f -"
  value = join("---\n", concat(
    [yamlencode({
      apiVersion = "rolesanywhere.dev/v1alpha1"
      kind       = "AWSTrustAnchor"
      metadata   = { name = var.trust_anchor }
      spec = {
        trustDomain          = var.trust_domain
        certificateAuthority = var.certificate_authority
        registrations = [{
          arn        = aws_rolesanywhere_trust_anchor.this.arn
          profileARN = aws_rolesanywhere_profile.this.arn
        }]
      }
    })],
    [for key, role in var.roles : yamlencode({
      apiVersion = "rolesanywhere.dev/v1alpha1"
      kind       = "AWSRole"
      metadata   = { name = key }
      spec = merge(
        {
          roleARN         = local.role_arns[key]
          sessionDuration = "${local.session_seconds[key]}s"
          allowedNamespaces = merge(
            length(role.namespaces) > 0 ? { names = role.namespaces } : {},
            length(role.namespace_labels) > 0 ? { selector = { matchLabels = role.namespace_labels } } : {},
          )
        },
        var.trust_anchor == "default" ? {} : { trustAnchorRef = { name = var.trust_anchor } },
      )
    })]
  ))
}
