variable "name" {
  description = "Name of the trust anchor and of the profile."
  type        = string
}

variable "trust_domain" {
  description = "spec.trustDomain of the AWSTrustAnchor."
  type        = string
}

variable "ca_bundle" {
  description = "What to register: kubectl get awsta default -o jsonpath={.status.caBundle}"
  type        = string
  validation {
    condition     = strcontains(var.ca_bundle, "BEGIN CERTIFICATE") && !strcontains(var.ca_bundle, "PRIVATE KEY")
    error_message = "ca_bundle must be the PEM certificates of status.caBundle, and no key."
  }
}

variable "session_seconds" {
  description = "How long sessions may live, 3600 to 43200 seconds. AWS's default of one hour leaves little time to ride out an outage."
  type        = number
  default     = 21600
}

variable "roles" {
  description = "By AWSRole name: the IAM policies of the role, and the namespaces that may give it."
  type = map(object({
    policy_arns = list(string)
    namespaces  = list(string)
  }))
}
