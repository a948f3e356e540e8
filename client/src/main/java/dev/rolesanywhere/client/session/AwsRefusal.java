package dev.rolesanywhere.client.session;

/**
 * Why AWS refuses a session: the cause and the correction. The constants are the reasons of AWSRole's condition
 * AcceptedByAWS.
 */
public enum AwsRefusal {
    ROLE_TRUST_POLICY_DENIES(
            "RoleTrustPolicyDenies",
            false,
            "The IAM role's trust policy does not allow this certificate. Copy the policy from the AWSRole's status to the role: all"
                    + " three sts: actions, aws:SourceArn of the trust anchor, and the certificate's OU."),
    ROLE_NOT_IN_PROFILE(
            "RoleNotInProfile",
            false,
            "The Roles Anywhere profile does not list this role. Add the role's ARN to the profile's roles."),
    PROFILE_MISSING_OR_DISABLED(
            "ProfileMissingOrDisabled",
            false,
            "The Roles Anywhere profile does not exist in this account and region, or is disabled. Check its ARN and enable it."),
    ANCHOR_MISSING_OR_DISABLED(
            "AnchorMissingOrDisabled",
            false,
            "The trust anchor does not exist in this account and region, or is disabled. Check its ARN and enable it."),
    UNTRUSTED_CERTIFICATE(
            "UntrustedCertificate",
            false,
            "The trust anchor in AWS does not contain the CA that signed the certificate. Copy the CA bundle from the"
                    + " AWSTrustAnchor's status into the trust anchor in AWS, and check the trust anchor's ARN."),
    INSUFFICIENT_CERTIFICATE(
            "InsufficientCertificate",
            false,
            "The certificate does not meet the rules of Roles Anywhere: X.509 v3, CA:FALSE, key usage digitalSignature, SHA-256."
                    + " Check the templates and settings of the certificate authority."),
    CERTIFICATE_REVOKED(
            "CertificateRevoked",
            false,
            "An enabled CRL of the trust anchor lists the certificate. Remove the certificate from the CRL, or recreate the pod to"
                    + " get a new certificate."),
    DURATION_EXCEEDS_ROLE(
            "DurationExceedsRole",
            false,
            "The session would be longer than the IAM role's maximum session duration. Raise the role's maximum, or lower"
                    + " sessionDuration of the AWSRole."),
    SESSION_NAME_NOT_ALLOWED(
            "SessionNameNotAllowed",
            false,
            "The profile does not accept a role session name. Set acceptRoleSessionName on the profile."),
    ATTRIBUTES_NOT_MAPPED(
            "AttributesNotMapped",
            false,
            "AWS cannot turn the certificate's subject or names into session tags. Use only letters, digits, spaces and _.:/=+-@ in"
                    + " the names, or map fewer attributes in the profile."),
    INVALID_SIGNATURE(
            "InvalidSignature",
            false,
            "AWS could not verify the request's signature. Check that no proxy changes the request or its Host, and that the endpoint"
                    + " belongs to the trust anchor's region."),
    CLOCK_SKEW("ClockSkew", true, "The node's clock differs from AWS's clock. Correct the node's clock (NTP)."),
    THROTTLED(
            "Throttled",
            true,
            "The account has exceeded its CreateSession quota. Wait, or request a higher quota in Service Quotas."),
    PROXY_REFUSED(
            "ProxyRefused",
            true,
            "The HTTP proxy refused a tunnel to AWS. Check the proxy's address and password, and allow CONNECT to"
                    + " rolesanywhere.<region>.amazonaws.com:443, and with a target role to sts.<region>.amazonaws.com:443."),
    TLS_UNTRUSTED(
            "TLSUntrusted",
            true,
            "The certificate of the AWS endpoint is not trusted. If a proxy intercepts TLS, add its CA to aws.caBundle."),
    ENDPOINT_UNREACHABLE(
            "EndpointUnreachable",
            true,
            "The AWS endpoint does not answer. Check DNS, egress rules and network policies for port 443 of the endpoint, or set"
                    + " aws.proxy or aws.endpoint."),
    /** The pod sent no request, so CloudTrail has no event. */
    NOT_ASKED(
            "NotAsked",
            false,
            "The settings of the AWSRole, of its AWSTrustAnchor or of the chart's aws values are invalid, so no request was sent to"
                    + " AWS. Correct these settings."),
    /** AWS was not called, because another component has not written certificate and key into the files yet. */
    CERTIFICATE_FILES_MISSING(
            "CertificateFilesMissing",
            true,
            "AWS was not called. The component named in the message must write the files; check its log. The sidecar waits for the files."),
    CERTIFICATE_FILES_INVALID(
            "CertificateFilesInvalid",
            true,
            "AWS was not called. The component named in the message must write correct files; the sidecar checks again."),
    /**
     * This constant and the following ones are STS's refusals when the first role's session assumes the target role.
     */
    TARGET_NOT_PERMITTED(
            "TargetNotPermitted",
            false,
            "The policies of the AWSRole's IAM role do not allow it to assume the target role. Attach the policy from the"
                    + " AWSRole's status.targetRole.firstRolePolicy to the IAM role of spec.roleARN."),
    TARGET_TRUST_POLICY_DENIES(
            "TargetTrustPolicyDenies",
            false,
            "The target role's trust policy does not allow the AWSRole's IAM role. Put the policy from the AWSRole's"
                    + " status.targetRole.trustPolicy on the target role, with the same external ID."),
    TARGET_DENIED(
            "TargetDenied",
            false,
            "STS does not return the reason. Either the target role does not exist, or its trust policy or the external ID does not"
                    + " match, or the first role may not assume it. Compare with the AWSRole's status.targetRole: trustPolicy on the target"
                    + " role, firstRolePolicy on the first."),
    TARGET_SOURCE_IDENTITY_DENIED(
            "TargetSourceIdentityDenied",
            false,
            "The session's source identity persists into the target role, and sts:SetSourceIdentity is not allowed. Allow it in"
                    + " the target role's trust policy and in the first role's policy; the AWSRole's status.targetRole has both."),
    TARGET_TAGS_DENIED(
            "TargetTagsDenied",
            false,
            "The session has tags, and sts:TagSession is not allowed. Allow it in the target role's trust policy and in the first"
                    + " role's policy; the AWSRole's status.targetRole has both."),
    TARGET_SETTINGS_REJECTED(
            "TargetSettingsRejected",
            false,
            "STS does not accept the session policy, the tags or the duration of the target role. The message of STS names the cause. Correct"
                    + " spec.targetRole of the AWSRole."),
    FIRST_SESSION_REJECTED(
            "FirstSessionRejected",
            true,
            "STS does not accept the first role's session any more: it has expired or was revoked. A new session is requested."),
    STS_REGION_DISABLED(
            "STSRegionDisabled",
            false,
            "STS is not active in this region for the account of the first role. Activate the region in the account settings of"
                    + " IAM, or register the trust anchor in another region."),
    STS_THROTTLED(
            "STSThrottled",
            true,
            "The account has exceeded its STS quota. Wait, or request a higher quota in Service Quotas."),
    REFUSED_UNKNOWN(
            "RefusedUnknown",
            false,
            "AWS refused for an unknown reason. See AWS's message, and the CreateSession or AssumeRole event in CloudTrail.");

    private final String reason;
    private final boolean retryable;
    private final String explanation;

    AwsRefusal(String reason, boolean retryable, String explanation) {
        this.reason = reason;
        this.retryable = retryable;
        this.explanation = explanation;
    }

    /** The constant of the condition, as {@code RoleTrustPolicyDenies}. */
    public String reason() {
        return reason;
    }

    /** Whether a retry may succeed without a change in AWS. */
    public boolean retryable() {
        return retryable;
    }

    /** The cause and the correction, in full sentences. */
    public String explanation() {
        return explanation;
    }
}
