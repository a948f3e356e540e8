variable "name" {
  description = "Name of the trust anchor and of the profile in AWS."
  type        = string
}

variable "trust_domain" {
  description = "spec.trustDomain of the AWSTrustAnchor."
  type        = string
}

variable "trust_anchor" {
  description = "Name of the AWSTrustAnchor."
  type        = string
  default     = "default"
}

variable "certificate_authority" {
  description = "spec.certificateAuthority of the AWSTrustAnchor, such as { awsKms = { keyARN = \"arn:aws:kms:…\" } }."
  type        = any
  default     = { selfSigned = {} }
}

variable "ca_bundle" {
  description = "The certificates to register: kubectl get awsta default -o jsonpath={.status.caBundle}"
  type        = string
  default     = null
  validation {
    condition     = var.ca_bundle == null ? true : strcontains(var.ca_bundle, "BEGIN CERTIFICATE") && !strcontains(var.ca_bundle, "PRIVATE KEY")
    error_message = "ca_bundle must be the PEM certificates of status.caBundle, and no key."
  }
}

variable "acm_pca_arn" {
  description = "In place of ca_bundle: an AWS Private CA that the trust anchor names itself."
  type        = string
  default     = null
}

variable "session_seconds" {
  description = "How long sessions may live, 3600 to 43200 seconds. AWS's default of one hour leaves little time to ride out an outage."
  type        = number
  default     = 21600
  validation {
    condition     = var.session_seconds >= 3600 && var.session_seconds <= 43200
    error_message = "session_seconds must be 3600 to 43200: IAM's limits of a role's maximum session."
  }
}

variable "role_name_prefix" {
  description = "Before the name of each IAM role, such as \"prod-1-\" where several clusters use one account. The AWSRole has the name without it."
  type        = string
  default     = ""
}

variable "path" {
  description = "Path of the IAM roles, unless a role has its own."
  type        = string
  default     = "/"
  validation {
    condition     = startswith(var.path, "/") && endswith(var.path, "/")
    error_message = "path must begin and end with a slash, such as /platform/."
  }
}

variable "permissions_boundary" {
  description = "ARN of the permissions boundary of the IAM roles, unless a role has its own."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything that is created in AWS."
  type        = map(string)
  default     = {}
}

variable "roles" {
  description = "By AWSRole name: the IAM role, and the namespaces that may give it."
  type = map(object({
    # Which namespaces may give it, by name or by their labels.
    namespaces       = optional(list(string), [])
    namespace_labels = optional(map(string), {})
    # What it may do in AWS: managed policies by ARN, and policies of its own by name, as JSON.
    policy_arns     = optional(list(string), [])
    inline_policies = optional(map(string), {})
    # An IAM role that exists already, in place of a new one. The output trust_policies says what it must trust.
    role_arn             = optional(string)
    path                 = optional(string)
    description          = optional(string)
    permissions_boundary = optional(string)
    session_seconds      = optional(number)
    tags                 = optional(map(string), {})
    # spec.targetRole: a role that the session assumes. The output target_trust_policies says what it must trust.
    target_role = optional(object({
      role_arn        = string
      external_id     = optional(string)
      session_policy  = optional(string)
      session_seconds = optional(number)
      tags            = optional(map(string), {})
      transitive_tags = optional(bool)
    }))
  }))
  validation {
    condition = alltrue([for role in values(var.roles) :
      try(role.target_role.session_seconds, null) == null ? true : role.target_role.session_seconds >= 900 && role.target_role.session_seconds <= 3600
    ])
    error_message = "session_seconds of a target_role must be 900 to 3600: AWS gives no longer session to a chained role."
  }
  validation {
    condition     = alltrue([for role in values(var.roles) : length(role.namespaces) + length(role.namespace_labels) > 0])
    error_message = "Each role needs namespaces or namespace_labels: without them no namespace may give it."
  }
  validation {
    condition = alltrue([for role in values(var.roles) :
      role.role_arn == null || length(role.policy_arns) + length(role.inline_policies) == 0
    ])
    error_message = "A role with role_arn exists already: its policies are not this module's. Take policy_arns and inline_policies away."
  }
  validation {
    condition = alltrue([for role in values(var.roles) :
      role.session_seconds == null ? true : role.session_seconds >= 3600 && role.session_seconds <= 43200
    ])
    error_message = "session_seconds of a role must be 3600 to 43200: IAM's limits of a role's maximum session."
  }
}
