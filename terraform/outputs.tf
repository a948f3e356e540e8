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

output "target_trust_policies" {
  description = "By AWSRole name: the trust policy of its target_role, which is kept in that role's account."
  value       = { for key, document in data.aws_iam_policy_document.target_trust : key => document.json }
}

output "first_role_policies" {
  description = "By AWSRole name: what the IAM role needs to assume its target_role. Roles with role_arn need theirs attached where they are kept."
  value       = { for key, document in data.aws_iam_policy_document.assume_target : key => document.json }
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
        role.target_role == null ? {} : {
          targetRole = merge(
            { roleARN = role.target_role.role_arn },
            role.target_role.external_id == null ? {} : { externalID = role.target_role.external_id },
            role.target_role.session_seconds == null ? {} : { sessionDuration = "${role.target_role.session_seconds}s" },
            role.target_role.session_policy == null ? {} : { sessionPolicy = role.target_role.session_policy },
            length(role.target_role.tags) == 0 ? {} : { tags = [for name, value in role.target_role.tags : { key = name, value = value }] },
            role.target_role.transitive_tags == null ? {} : { transitiveTags = role.target_role.transitive_tags },
          )
        },
        var.trust_anchor == "default" ? {} : { trustAnchorRef = { name = var.trust_anchor } },
      )
    })]
  ))
}
