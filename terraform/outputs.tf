output "trust_anchor_arn" {
  value = aws_rolesanywhere_trust_anchor.this.arn
}

output "profile_arn" {
  value = aws_rolesanywhere_profile.this.arn
}

output "manifests" {
  description = "terraform output -raw manifests | kubectl apply -f -"
  value = join("---\n", concat(
    [yamlencode({
      apiVersion = "rolesanywhere.dev/v1alpha1"
      kind       = "AWSTrustAnchor"
      metadata   = { name = "default" }
      spec = {
        trustDomain          = var.trust_domain
        certificateAuthority = { selfSigned = {} }
        registrations = [{
          arn        = aws_rolesanywhere_trust_anchor.this.arn
          profileARN = aws_rolesanywhere_profile.this.arn
        }]
      }
    })],
    [for name, role in var.roles : yamlencode({
      apiVersion = "rolesanywhere.dev/v1alpha1"
      kind       = "AWSRole"
      metadata   = { name = name }
      spec = {
        roleARN           = aws_iam_role.this[name].arn
        sessionDuration   = "${var.session_seconds}s"
        allowedNamespaces = { names = role.namespaces }
      }
    })]
  ))
}
