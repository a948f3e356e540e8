package dev.rolesanywhere.client.session;

/** Why there is no session: what is wrong and what to do about it. Reasons are those of AWSRole's AcceptedByAWS. */
public enum AwsRefusal {
    ROLE_TRUST_POLICY_DENIES(
            "RoleTrustPolicyDenies",
            false,
            "The IAM role's trust policy does not let this certificate in. Put the policy from the AWSRole's status on the role:"
                    + " all three sts: actions, aws:SourceArn of the trust anchor, and the certificate's OU."),
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
            "The trust anchor does not know the authority that signed the certificate. Put the CA bundle from the"
                    + " AWSTrustAnchor's status into the trust anchor, and check that the ARN is that trust anchor's."),
    INSUFFICIENT_CERTIFICATE(
            "InsufficientCertificate",
            false,
            "The certificate lacks what Roles Anywhere wants: X.509 v3, CA:FALSE, key usage digitalSignature, SHA-256."
                    + " Check what the certificate authority does to leaves."),
    CERTIFICATE_REVOKED(
            "CertificateRevoked",
            false,
            "A CRL that is imported and enabled at the trust anchor lists the certificate. Remove it from the CRL, or have a new"
                    + " certificate issued."),
    DURATION_EXCEEDS_ROLE(
            "DurationExceedsRole",
            false,
            "The session would be longer than the IAM role's maximum session duration. Raise the role's, or lower"
                    + " sessionDuration of the AWSRole."),
    SESSION_NAME_NOT_ALLOWED(
            "SessionNameNotAllowed",
            false,
            "The profile does not accept a role session name. Set acceptRoleSessionName on the profile."),
    ATTRIBUTES_NOT_MAPPED(
            "AttributesNotMapped",
            false,
            "AWS cannot make session tags of the certificate's subject or names. Use letters, digits, spaces and _.:/=+-@ in"
                    + " them, or map fewer attributes in the profile."),
    INVALID_SIGNATURE(
            "InvalidSignature",
            false,
            "AWS could not verify the request's signature. Check that no proxy changes the request or its Host, and that the"
                    + " endpoint is of the trust anchor's region."),
    CLOCK_SKEW("ClockSkew", true, "The node's clock differs from AWS's. Set it right (NTP)."),
    THROTTLED(
            "Throttled",
            true,
            "The account has used up its CreateSession quota for the moment. Wait, or have the quota raised in Service Quotas."),
    PROXY_REFUSED(
            "ProxyRefused",
            true,
            "The HTTP proxy gave no tunnel to AWS. Check its address and password, and let it pass CONNECT to"
                    + " rolesanywhere.<region>.amazonaws.com:443."),
    TLS_UNTRUSTED(
            "TLSUntrusted",
            true,
            "The certificate of the AWS endpoint is not trusted. If a proxy opens TLS here, put its authority into aws.caBundle."),
    ENDPOINT_UNREACHABLE(
            "EndpointUnreachable",
            true,
            "The AWS endpoint does not answer. Check DNS, egress rules and network policies to it on port 443, or set aws.proxy or"
                    + " aws.endpoint."),
    /** Nothing left the pod, so AWS is not to blame and has nothing in CloudTrail. */
    NOT_ASKED(
            "NotAsked",
            false,
            "AWS was not asked: the settings of the AWSRole or its AWSTrustAnchor, or of the chart's aws, cannot be used. Correct"
                    + " them there."),
    /** Nothing left the pod: another component keeps certificate and key in files, and they are not there. */
    CERTIFICATE_FILES_MISSING(
            "CertificateFilesMissing",
            true,
            "AWS was not called. The component that the message names has to write the files; look at its log. The sidecar"
                    + " waits for them."),
    CERTIFICATE_FILES_INVALID(
            "CertificateFilesInvalid",
            true,
            "AWS was not called. The component that the message names has to write other files; the sidecar looks again."),
    REFUSED_UNKNOWN(
            "RefusedUnknown",
            false,
            "AWS refused for a reason that is not known here. Its message says more; CloudTrail has the CreateSession event.");

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

    /** Whether it may pass by itself, without anybody changing anything in AWS. */
    public boolean retryable() {
        return retryable;
    }

    /** What is wrong and what to do, in full sentences. */
    public String explanation() {
        return explanation;
    }
}
