terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

locals {
  created  = { for key, role in var.roles : key => role if role.role_arn == null }
  existing = { for key, role in var.roles : key => role.role_arn if role.role_arn != null }
  role_arns = merge(
    { for key, role in aws_iam_role.this : key => role.arn },
    local.existing,
  )
  session_seconds = { for key, role in var.roles : key => coalesce(role.session_seconds, var.session_seconds) }
}

resource "aws_rolesanywhere_trust_anchor" "this" {
  name    = var.name
  enabled = true
  source {
    source_type = var.acm_pca_arn == null ? "CERTIFICATE_BUNDLE" : "AWS_ACM_PCA"
    source_data {
      x509_certificate_data = var.acm_pca_arn == null ? var.ca_bundle : null
      acm_pca_arn           = var.acm_pca_arn
    }
  }
  tags = var.tags
  lifecycle {
    precondition {
      condition     = (var.ca_bundle == null) != (var.acm_pca_arn == null)
      error_message = "Set either ca_bundle or acm_pca_arn."
    }
  }
}

resource "aws_rolesanywhere_profile" "this" {
  name             = var.name
  enabled          = true
  duration_seconds = max(var.session_seconds, values(local.session_seconds)...)
  role_arns        = sort(values(local.role_arns))
  tags             = var.tags
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

locals {
  targets = { for key, role in var.roles : key => role.target_role if role.target_role != null }
  # Without tags neither side may tag the session.
  assume = { for key, target in local.targets : key => length(target.tags) == 0 ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"] }
}

# The same policies that status.targetRole of the AWSRole prints for trustPolicyScope Role.
data "aws_iam_policy_document" "target_trust" {
  for_each = local.targets
  statement {
    actions = local.assume[each.key]
    principals {
      type        = "AWS"
      identifiers = [local.role_arns[each.key]]
    }
    dynamic "condition" {
      for_each = merge(
        {
          "aws:PrincipalTag/x509Subject/O"  = var.trust_domain
          "aws:PrincipalTag/x509Subject/OU" = each.key
        },
        each.value.external_id == null ? {} : { "sts:ExternalId" = each.value.external_id },
        { for name, value in each.value.tags : "aws:RequestTag/${name}" => value },
      )
      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }
    dynamic "condition" {
      for_each = length(each.value.tags) == 0 ? [] : [keys(each.value.tags)]
      content {
        test     = "ForAllValues:StringEquals"
        variable = "aws:TagKeys"
        values   = condition.value
      }
    }
  }
  statement {
    actions = ["sts:SetSourceIdentity"]
    principals {
      type        = "AWS"
      identifiers = [local.role_arns[each.key]]
    }
    dynamic "condition" {
      for_each = {
        "aws:PrincipalTag/x509Subject/O"  = var.trust_domain
        "aws:PrincipalTag/x509Subject/OU" = each.key
      }
      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "assume_target" {
  for_each = local.targets
  statement {
    actions   = concat(local.assume[each.key], ["sts:SetSourceIdentity"])
    resources = [each.value.role_arn]
  }
}

resource "aws_iam_role_policy" "assume_target" {
  for_each = { for key, target in local.targets : key => target if contains(keys(local.created), key) }
  role     = aws_iam_role.this[each.key].name
  name     = "assume-target-role"
  policy   = data.aws_iam_policy_document.assume_target[each.key].json
}

resource "aws_iam_role" "this" {
  for_each             = local.created
  name                 = "${var.role_name_prefix}${each.key}"
  path                 = coalesce(each.value.path, var.path)
  description          = each.value.description
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  permissions_boundary = try(coalesce(each.value.permissions_boundary, var.permissions_boundary), null)
  # At least as long as the session that is asked for, or AWS refuses.
  max_session_duration = local.session_seconds[each.key]
  tags                 = merge(var.tags, each.value.tags)
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge([
    for key, role in local.created : {
      for arn in role.policy_arns : "${key} ${arn}" => { role = key, arn = arn }
    }
  ]...)
  role       = aws_iam_role.this[each.value.role].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "this" {
  for_each = merge([
    for key, role in local.created : {
      for name, policy in role.inline_policies : "${key} ${name}" => { role = key, name = name, policy = policy }
    }
  ]...)
  role   = aws_iam_role.this[each.value.role].name
  name   = each.value.name
  policy = each.value.policy
}
