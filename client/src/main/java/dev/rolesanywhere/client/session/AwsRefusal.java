package dev.rolesanywhere.client.session;

/**
 * Why there is no session, told apart by AWS's messages: nearly all are {@code 403 AccessDeniedException}. Spelled as the conditions of the
 * custom resources spell them.
 */
public enum AwsRefusal {
    RoleTrustPolicyDenies(
            "The role's trust policy does not let this certificate in. Compare it with the one in the AWSRole's status.trustPolicy: all of sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity, and the conditions on aws:SourceArn and aws:PrincipalTag."),
    RoleNotInProfile("The profile does not list this role. Add the role's ARN to the profile's roles."),
    ProfileMissingOrDisabled(
            "The profile does not exist in this account and region, or is disabled. Check the profile's ARN, and enable it."),
    AnchorMissingOrDisabled(
            "The trust anchor does not exist in this account and region, or is disabled. Check the registration's ARN, and enable it."),
    UntrustedCertificate(
            "The trust anchor does not trust this certificate. Register the PEM of the AWSTrustAnchor's status.caBundle with it."),
    InsufficientCertificate(
            "AWS finds the certificate insufficient: it wants version 3, CA:FALSE and keyUsage digitalSignature. If the CA is your own, look at what it changes."),
    CertificateRevoked("The certificate is in a CRL that was imported for this trust anchor."),
    DurationExceedsRole(
            "The session asked for is longer than the role's MaxSessionDuration. Raise that, or lower the AWSRole's sessionDuration."),
    SessionNameNotAllowed("The profile does not accept role session names. Set acceptRoleSessionName on it."),
    AttributesNotMapped(
            "A name in the certificate has a character that AWS allows in no session tag, or is too long. Use letters, digits and _.:/=+-@ in names."),
    InvalidSignature(
            "AWS found the signature invalid: something between here and AWS changes requests, or the clock is wrong."),
    ClockSkew("The clock of this node is too far from AWS's. Synchronize it (NTP)."),
    Throttled("Too many CreateSession calls in this account and region. It will be tried again more slowly."),
    ProxyRefused("The proxy would not connect to AWS. Allow the endpoint's host and port 443 in it."),
    TLSUntrusted(
            "The TLS certificate of AWS's endpoint is not trusted: if a proxy intercepts TLS, put its CA into aws.caBundle."),
    EndpointUnreachable(
            "AWS's endpoint could not be reached. Check DNS, egress rules, and aws.endpoint and aws.proxy."),
    RefusedUnknown("AWS refused for a reason that is not known here; its own words stand beside this.");

    private final String remedy;

    AwsRefusal(String remedy) {
        this.remedy = remedy;
    }

    /** What is wrong and what to do. */
    public String remedy() {
        return remedy;
    }

    /** Whether it passes by itself, so that trying again soon makes sense. */
    public boolean passes() {
        return switch (this) {
            case Throttled, ProxyRefused, TLSUntrusted, EndpointUnreachable -> true;
            default -> false;
        };
    }

    /** By status, error code and message, of which only the beginning or a part is fixed. */
    static AwsRefusal of(int status, String code, String message) {
        if (status == 429 || code.startsWith("Throttl") || code.startsWith("TooManyRequests")) {
            return Throttled;
        }
        if (status >= 500 || status == 408) {
            return EndpointUnreachable;
        }
        if (message.startsWith("Untrusted certificate. Insufficient certificate")) {
            return InsufficientCertificate;
        }
        if (message.startsWith("Untrusted signing certificate") || message.startsWith("Untrusted certificate")) {
            return UntrustedCertificate;
        }
        if (message.startsWith("Certificate revoked")) {
            return CertificateRevoked;
        }
        if (message.contains("Some attributes failed to be mapped")) {
            return AttributesNotMapped;
        }
        if (message.contains("MaxSessionDuration")) {
            return DurationExceedsRole;
        }
        if (message.startsWith("Not authorized to set roleSessionName")) {
            return SessionNameNotAllowed;
        }
        if (message.contains("listed in the Profile")) {
            return RoleNotInProfile;
        }
        if (message.contains("Signature expired") || message.contains("Signature not yet current")) {
            return ClockSkew;
        }
        if (message.startsWith("Invalid signature")) {
            return InvalidSignature;
        }
        if (message.startsWith("Unable to assume role")) {
            return RoleTrustPolicyDenies;
        }
        return ofResource(message);
    }

    private static AwsRefusal ofResource(String message) {
        String lower = message.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("trust anchor") || lower.contains("trustanchor")) {
            return AnchorMissingOrDisabled;
        }
        return lower.contains("profile") ? ProfileMissingOrDisabled : RefusedUnknown;
    }
}
