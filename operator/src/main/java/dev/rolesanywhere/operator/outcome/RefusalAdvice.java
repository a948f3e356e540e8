package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.RoleCondition;

/** The meaning of a reported reason and what to do, in our own words, because a status must not contain a pod's text. */
public final class RefusalAdvice {
    private RefusalAdvice() {}

    /**
     * Two or more full sentences.
     *
     * @param objects what the advice names
     */
    public static String of(RoleCondition.Reason reason, SessionObjects objects) {
        return switch (reason) {
            case RoleTrustPolicyDenies ->
                "The trust policy of %s does not allow the certificate. Add the statement of 'kubectl get awsr %s -o jsonpath={.status.trustPolicy}' to that policy."
                        .formatted(objects.iamRole(), objects.awsRole());
            case RoleNotInProfile ->
                capitalized("%s does not list %s. Add the IAM role to that profile."
                        .formatted(objects.profile(), objects.iamRole()));
            case ProfileMissingOrDisabled ->
                capitalized("%s does not exist or is disabled. If its ARN is correct, enable that profile."
                        .formatted(objects.profile()));
            case AnchorMissingOrDisabled -> missing(objects.trustAnchor(), objects.awsTrustAnchor());
            case UntrustedCertificate -> untrusted(objects.trustAnchor(), objects.awsTrustAnchor());
            case InsufficientCertificate ->
                "The certificate does not meet the rules of IAM Roles Anywhere: X.509 v3, CA:FALSE, key usage digitalSignature, SHA-256. Check the templates and settings of the certificate authority of %s."
                        .formatted(objects.awsTrustAnchor());
            case CertificateRevoked ->
                "A CRL of %s lists the certificate. Remove the certificate from the CRL, or recreate the pod."
                        .formatted(objects.trustAnchor());
            case DurationExceedsRole ->
                "The session would be longer than %s allows. Raise that role's maximum session duration, or lower spec.sessionDuration of AWSRole '%s'."
                        .formatted(objects.iamRole(), objects.awsRole());
            case SessionNameNotAllowed ->
                capitalized("%s does not accept a role session name. Set acceptRoleSessionName on that profile."
                        .formatted(objects.profile()));
            case AttributesNotMapped ->
                "AWS cannot turn the certificate's names into session tags. Map fewer attributes in %s."
                        .formatted(objects.profile());
            case InvalidSignature ->
                "AWS could not verify the request's signature. Check that no proxy changes the request.";
            case ClockSkew ->
                "The clock of the pod's node differs from AWS's clock. Correct that node's clock (NTP); 'kubectl get pod -o wide' shows the node.";
            case Throttled ->
                "The CreateSession quota of %s is exceeded. The pod retries. 'kubectl get awsrb -A -o wide' lists the bindings with account, region and pods, and CloudTrail lists the calls of other clusters. If the throttling lasts, raise the quota in Service Quotas."
                        .formatted(objects.place());
            default -> withoutAnswer(reason, objects);
        };
    }

    private static String withoutAnswer(RoleCondition.Reason reason, SessionObjects objects) {
        return switch (reason) {
            case ProxyRefused ->
                "The HTTP proxy refused the tunnel to AWS. Check the proxy's rules, and its address in %s."
                        .formatted(objects.setting("proxy", AWSAccess::proxy));
            case TLSUntrusted ->
                "The certificate of the AWS endpoint is not trusted. If a proxy intercepts TLS, add the proxy's CA to %s."
                        .formatted(objects.setting("caBundle", AWSAccess::caBundle));
            case EndpointUnreachable ->
                "The pod cannot reach the AWS endpoint. If the name is not resolved, correct the pod's DNS. If the connection fails, allow port 443 in network policies and firewalls. If the address is wrong, correct %s, or aws.proxy there."
                        .formatted(objects.setting("endpoint", AWSAccess::endpoint));
            case NotAsked ->
                "The settings of the connection to AWS are invalid, so no request was sent. Correct spec.aws of AWSRole '%s' or %s, or the chart's aws values."
                        .formatted(objects.awsRole(), objects.awsTrustAnchor());
            case CertificateFilesMissing ->
                "AWS was not called, because the certificate or key is missing in the pod's files. Check the log of the component that writes the files; the pod's Event names it.";
            case CertificateFilesInvalid ->
                "AWS was not called, because the certificate or key in the pod's files is unusable. The pod's Event has the reason and names the component that writes the files.";
            default -> ofTheSecondStep(reason, objects);
        };
    }

    private static String ofTheSecondStep(RoleCondition.Reason reason, SessionObjects objects) {
        return switch (reason) {
            case TargetNotPermitted ->
                capitalized(
                        "%s may not assume %s. Attach the output of 'kubectl get awsr %s -o jsonpath={.status.targetRole.firstRolePolicy}' to the first one."
                                .formatted(objects.iamRole(), objects.targetRole(), objects.awsRole()));
            case TargetTrustPolicyDenies ->
                "The trust policy of %s does not admit %s. Add the statement of 'kubectl get awsr %s -o jsonpath={.status.targetRole.trustPolicy}' to that policy."
                        .formatted(objects.targetRole(), objects.iamRole(), objects.awsRole());
            case TargetDenied ->
                "STS does not say which side denies. Compare %s with status.targetRole.trustPolicy of AWSRole '%s', and %s with status.targetRole.firstRolePolicy."
                        .formatted(objects.targetRole(), objects.awsRole(), objects.iamRole());
            case TargetSourceIdentityDenied ->
                "The source identity persists into %s, and sts:SetSourceIdentity is not allowed. Both policies in status.targetRole of AWSRole '%s' allow it."
                        .formatted(objects.targetRole(), objects.awsRole());
            case TargetTagsDenied ->
                "The session has tags, and sts:TagSession is not allowed. Allow it in the trust policy of %s and in the policy of %s; with spec.targetRole.tags both policies in status.targetRole of AWSRole '%s' do."
                        .formatted(objects.targetRole(), objects.iamRole(), objects.awsRole());
            case TargetSettingsRejected ->
                "STS does not accept the session policy, the tags or the duration of the target role. Correct spec.targetRole of AWSRole '%s'."
                        .formatted(objects.awsRole());
            case FirstSessionRejected ->
                "STS does not accept the session of %s: it was revoked, or has expired. Pods request a new one."
                        .formatted(objects.iamRole());
            case STSRegionDisabled ->
                "STS is not active for %s. Activate the region in the account settings of IAM."
                        .formatted(objects.place());
            case STSThrottled ->
                "The STS quota of %s is exceeded. The pod retries. If the throttling lasts, raise the quota in Service Quotas."
                        .formatted(objects.place());
            case RefusedUnknown ->
                "The reason is unknown. See the event of CreateSession or AssumeRole in CloudTrail of %s."
                        .formatted(objects.place());
            default -> throw new IllegalArgumentException(reason + " is not a refusal");
        };
    }

    /**
     * Of {@code AnchorMissingOrDisabled}.
     *
     * @param trustAnchor AWS's object, with its ARN
     * @param awsTrustAnchor the cluster's object
     */
    public static String missing(String trustAnchor, String awsTrustAnchor) {
        return capitalized(
                "%s does not exist in AWS or is disabled. If the ARN in spec.registrations of %s is correct, enable that trust anchor."
                        .formatted(trustAnchor, awsTrustAnchor));
    }

    /** Of {@code UntrustedCertificate}. */
    public static String untrusted(String trustAnchor, String awsTrustAnchor) {
        return capitalized(
                "%s does not contain the CA of %s. If the ARN is correct, copy status.caBundle of that AWSTrustAnchor into the trust anchor."
                        .formatted(trustAnchor, awsTrustAnchor));
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
