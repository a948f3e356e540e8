provider "aws" { region = "eu-west-1" }
module "every" {
  source       = "./terraform"
  name         = "prod-2"
  trust_domain = "prod-2.example.org"
  trust_anchor = "second"
  certificate_authority = {
    awsKms = { keyARN = "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef" }
  }
  ca_bundle            = file("ca.pem")
  session_seconds      = 7200
  role_name_prefix     = "prod-2-"
  path                 = "/platform/"
  permissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  tags                 = { team = "platform" }
  roles = {
    every = {
      policy_arns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
      inline_policies = {
        bucket = jsonencode({
          Version   = "2012-10-17"
          Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::orders/*" }]
        })
      }
      namespaces           = ["shop"]
      namespace_labels     = { team = "orders" }
      path                 = "/orders/"
      description          = "Reads orders"
      permissions_boundary = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
      session_seconds      = 14400
      tags                 = { cost = "orders" }
      target_role = {
        role_arn        = "arn:aws:iam::444455556666:role/reports-writer"
        external_id     = "prod-2/orders"
        session_policy  = "{\"Statement\":[]}"
        session_seconds = 1800
        tags            = { team = "orders" }
        transitive_tags = true
      }
    }
    plain = { namespaces = ["shop"] }
    there = { role_arn = "arn:aws:iam::111122223333:role/legacy/there", namespaces = ["shop"] }
  }
}
output "manifests" { value = module.every.manifests }
output "trust_policies" { value = module.every.trust_policies }
output "target_trust_policies" { value = module.every.target_trust_policies }
output "role_arns" { value = module.every.role_arns }
