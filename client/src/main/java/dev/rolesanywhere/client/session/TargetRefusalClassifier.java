package dev.rolesanywhere.client.session;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Classifies STS's refusals of AssumeRole by error code and by the parts of the message that name the action and the
 * policy: IAM user guide, "Troubleshoot access denied error messages".
 */
final class TargetRefusalClassifier {
    /** STS accepts no signature that is older or younger than this. */
    static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private TargetRefusalClassifier() {}

    /** @param clockOffset AWS's clock minus ours; null if the answer had no date */
    static AwsRefusal classify(int status, String code, String message, @Nullable Duration clockOffset) {
        if (status == 429 || code.startsWith("Throttl") || code.equals("RequestLimitExceeded")) {
            return AwsRefusal.STS_THROTTLED;
        }
        switch (code) {
            case "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException":
                return AwsRefusal.FIRST_SESSION_REJECTED;
            case "RegionDisabledException":
                return AwsRefusal.STS_REGION_DISABLED;
            case "MalformedPolicyDocument",
                    "PackedPolicyTooLarge",
                    "ValidationError",
                    "InvalidParameterValue",
                    "InvalidParameterCombination",
                    "MalformedPolicyDocumentException",
                    "PackedPolicyTooLargeException":
                return AwsRefusal.TARGET_SETTINGS_REJECTED;
            case "SignatureDoesNotMatch", "IncompleteSignature", "RequestExpired":
                return signature(message.strip().toLowerCase(Locale.ROOT), clockOffset);
            case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation":
                return denied(message.strip().toLowerCase(Locale.ROOT));
            default:
                return status == 407 ? AwsRefusal.PROXY_REFUSED : AwsRefusal.REFUSED_UNKNOWN;
        }
    }

    private static AwsRefusal signature(String message, @Nullable Duration clockOffset) {
        boolean skewed = clockOffset != null && clockOffset.abs().compareTo(MAX_SKEW) > 0;
        return skewed || message.startsWith("signature expired") || message.startsWith("signature not yet current")
                ? AwsRefusal.CLOCK_SKEW
                : AwsRefusal.INVALID_SIGNATURE;
    }

    /**
     * {@code User: <caller> is not authorized to perform: <action> on resource: <role>}, with the policy that decides only where caller and
     * role are of one account or one organization.
     */
    private static AwsRefusal denied(String message) {
        if (message.contains("perform: sts:setsourceidentity")) {
            return AwsRefusal.TARGET_SOURCE_IDENTITY_DENIED;
        } else if (message.contains("perform: sts:tagsession")) {
            return AwsRefusal.TARGET_TAGS_DENIED;
        } else if (message.contains("resource-based policy") || message.contains("trust policy")) {
            return AwsRefusal.TARGET_TRUST_POLICY_DENIES;
        } else if (message.contains("identity-based policy")
                || message.contains("permissions boundary")
                || message.contains("control policy")
                || message.contains("session policy")) {
            return AwsRefusal.TARGET_NOT_PERMITTED;
        }
        return AwsRefusal.TARGET_DENIED;
    }
}
