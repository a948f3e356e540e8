# Each module has one mistake; the test looks for the message of each.
provider "aws" { region = "eu-west-1" }
module "key" {
  source       = "./terraform"
  name         = "key"
  trust_domain = "prod-1.example.org"
  ca_bundle    = "-----BEGIN CERTIFICATE----- -----BEGIN PRIVATE KEY-----"
  roles        = {}
}
module "session" {
  source          = "./terraform"
  name            = "session"
  trust_domain    = "prod-1.example.org"
  ca_bundle       = file("ca.pem")
  session_seconds = 900
  roles           = {}
}
module "path" {
  source       = "./terraform"
  name         = "path"
  trust_domain = "prod-1.example.org"
  ca_bundle    = file("ca.pem")
  path         = "platform"
  roles        = {}
}
module "namespaces" {
  source       = "./terraform"
  name         = "namespaces"
  trust_domain = "prod-1.example.org"
  ca_bundle    = file("ca.pem")
  roles        = { nobody = {} }
}
module "existing" {
  source       = "./terraform"
  name         = "existing"
  trust_domain = "prod-1.example.org"
  ca_bundle    = file("ca.pem")
  roles = {
    there = { role_arn = "arn:aws:iam::111122223333:role/there", namespaces = ["shop"], policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
  }
}
module "role_session" {
  source       = "./terraform"
  name         = "role-session"
  trust_domain = "prod-1.example.org"
  ca_bundle    = file("ca.pem")
  roles        = { long = { namespaces = ["shop"], session_seconds = 86400 } }
}
module "target_session" {
  source       = "./terraform"
  name         = "target-session"
  trust_domain = "prod-1.example.org"
  ca_bundle    = file("ca.pem")
  roles        = { long = { namespaces = ["shop"], target_role = { role_arn = "arn:aws:iam::444455556666:role/x", session_seconds = 7200 } } }
}
