package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.crds.role.RoleCondition;

/** The meaning of a reported reason and what to do, in our own words, because a status must not contain a pod's text. */
public final class RefusalAdvice {
    private RefusalAdvice() {}

    /** One or two full sentences. */
    public static String of(RoleCondition.Reason reason) {
        return switch (reason) {
            case RoleTrustPolicyDenies ->
                "The IAM role's trust policy does not allow the certificate. Set the IAM role's trust policy to the AWSRole's status.trustPolicy.";
            case RoleNotInProfile -> "The profile does not list the IAM role. Add the role's ARN to the profile.";
            case ProfileMissingOrDisabled -> "The profile does not exist or is disabled. Check its ARN and enable it.";
            case AnchorMissingOrDisabled ->
                "The trust anchor does not exist in AWS or is disabled. Check its ARN and enable it.";
            case UntrustedCertificate ->
                "The trust anchor in AWS does not contain the CA. Copy the AWSTrustAnchor's status.caBundle into the trust anchor.";
            case InsufficientCertificate ->
                "The certificate does not meet the rules of IAM Roles Anywhere. Check the templates and settings of the certificate authority.";
            case CertificateRevoked ->
                "A CRL of the trust anchor in AWS lists the certificate. Remove the certificate from the CRL, or recreate the pod.";
            case DurationExceedsRole ->
                "The session would be longer than the IAM role allows. Raise the role's maximum session duration, or lower spec.sessionDuration.";
            case SessionNameNotAllowed ->
                "The profile does not accept a role session name. Set acceptRoleSessionName on the profile.";
            case AttributesNotMapped ->
                "AWS cannot turn the certificate's names into session tags. Map fewer attributes in the profile.";
            case InvalidSignature ->
                "AWS could not verify the request's signature. Check that no proxy changes the request.";
            case ClockSkew -> "The node's clock differs from AWS's clock. Correct the node's clock (NTP).";
            case Throttled ->
                "The account has exceeded its CreateSession quota. Wait, or raise the quota in Service Quotas.";
            case ProxyRefused -> "The HTTP proxy refused the tunnel to AWS. Check the proxy's address and rules.";
            case TLSUntrusted ->
                "The certificate of the AWS endpoint is not trusted. If a proxy intercepts TLS, add its CA to spec.aws.caBundle.";
            case EndpointUnreachable ->
                "The AWS endpoint does not answer. Check DNS and the network policies for port 443, or set spec.aws.proxy.";
            case NotAsked ->
                "The egress settings for AWS are invalid, so no request was sent. Correct spec.aws of the AWSRole or its AWSTrustAnchor, or the chart's aws values.";
            case CertificateFilesMissing ->
                "AWS was not called, because the certificate or key is missing in the pod's files. Check the log of the component that writes the files; the pod's Event names it.";
            case CertificateFilesInvalid ->
                "AWS was not called, because the certificate or key in the pod's files is unusable. The pod's Event has the reason and names the component that writes the files.";
            case TargetNotPermitted ->
                "The IAM role of spec.roleARN may not assume the target role. Attach the AWSRole's status.targetRole.firstRolePolicy to it.";
            case TargetTrustPolicyDenies ->
                "The target role's trust policy does not admit the IAM role of spec.roleARN. Give the target role the AWSRole's status.targetRole.trustPolicy.";
            case TargetDenied ->
                "STS does not say which side denies. Compare the target role with the AWSRole's status.targetRole.trustPolicy, and the IAM role of spec.roleARN with status.targetRole.firstRolePolicy.";
            case TargetSourceIdentityDenied ->
                "The source identity persists into the target role, and sts:SetSourceIdentity is not allowed. Both policies of the AWSRole's status.targetRole allow it.";
            case TargetTagsDenied ->
                "The session has tags, and sts:TagSession is not allowed. Allow it in the target role's trust policy and in the first role's policy; with spec.targetRole.tags both policies of status.targetRole do.";
            case TargetSettingsRejected ->
                "STS does not accept the session policy, the tags or the duration of the target role. Correct spec.targetRole.";
            case FirstSessionRejected ->
                "STS does not accept the first role's session: it was revoked, or has expired. Pods request a new one.";
            case STSRegionDisabled ->
                "STS is not active in this region for the account of the first role. Activate the region in the account settings of IAM.";
            case STSThrottled -> "The account has used up its STS quota. Wait, or raise the quota in Service Quotas.";
            case RefusedUnknown -> "The reason is unknown. See the event of CreateSession or AssumeRole in CloudTrail.";
            default -> throw new IllegalArgumentException(reason + " is not a refusal");
        };
    }
}
