terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

resource "aws_rolesanywhere_trust_anchor" "this" {
  name    = var.name
  enabled = true
  source {
    source_type = "CERTIFICATE_BUNDLE"
    source_data {
      x509_certificate_data = var.ca_bundle
    }
  }
}

resource "aws_rolesanywhere_profile" "this" {
  name             = var.name
  enabled          = true
  duration_seconds = var.session_seconds
  role_arns        = [for role in aws_iam_role.this : role.arn]
}

# The same policy that `kubectl get awsr NAME -o jsonpath={.status.trustPolicy}` prints for trustPolicyScope Role.
data "aws_iam_policy_document" "trust" {
  for_each = var.roles
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    principals {
      type        = "Service"
      identifiers = ["rolesanywhere.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_rolesanywhere_trust_anchor.this.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/x509Subject/O"
      values   = [var.trust_domain]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/x509Subject/OU"
      values   = [each.key]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each             = var.roles
  name                 = each.key
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  max_session_duration = var.session_seconds
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge([
    for name, role in var.roles : {
      for arn in role.policy_arns : "${name} ${arn}" => { role = name, arn = arn }
    }
  ]...)
  role       = aws_iam_role.this[each.value.role].name
  policy_arn = each.value.arn
}
