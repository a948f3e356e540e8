package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.transport.Failures;
import dev.rolesanywhere.client.transport.ProxyRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Classifies refusals. AWS answers {@code 403 AccessDeniedException} in nearly every case, so this class compares the beginnings of
 * AWS's messages, which AWS does not document.
 */
final class RefusalClassifier {
    /** AWS accepts no signature that is older or younger than this. */
    static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private RefusalClassifier() {}

    static AwsRefusal classify(IOException failure) {
        if (failure instanceof ProxyRefusedException) {
            return AwsRefusal.PROXY_REFUSED;
        }
        return Failures.isUntrusted(failure) ? AwsRefusal.TLS_UNTRUSTED : AwsRefusal.ENDPOINT_UNREACHABLE;
    }

    /** @param clockOffset AWS's clock minus ours; null if the answer had no date */
    static AwsRefusal classify(int status, String code, String message, @Nullable Duration clockOffset) {
        if (status == 407) {
            return AwsRefusal.PROXY_REFUSED;
        }
        if (status == 429 || code.startsWith("Throttling") || code.startsWith("TooManyRequests")) {
            return AwsRefusal.THROTTLED;
        }
        AwsRefusal refusal = byMessage(message.strip().toLowerCase(Locale.ROOT));
        boolean clockMayBeWhy = refusal == AwsRefusal.INVALID_SIGNATURE || refusal == AwsRefusal.REFUSED_UNKNOWN;
        boolean skewed = clockOffset != null && clockOffset.abs().compareTo(MAX_SKEW) > 0;
        return status == 403 && clockMayBeWhy && skewed ? AwsRefusal.CLOCK_SKEW : refusal;
    }

    private static AwsRefusal byMessage(String message) {
        if (message.startsWith("unable to assume role")) {
            return assumeRole(message);
        } else if (message.startsWith("untrusted certificate. insufficient")
                || message.startsWith("insufficient certificate")) {
            return AwsRefusal.INSUFFICIENT_CERTIFICATE;
        } else if (message.startsWith("untrusted")) {
            return AwsRefusal.UNTRUSTED_CERTIFICATE;
        } else if (message.startsWith("certificate revoked")) {
            return AwsRefusal.CERTIFICATE_REVOKED;
        } else if (message.startsWith("invalid signature")) {
            return AwsRefusal.INVALID_SIGNATURE;
        } else if (message.startsWith("signature expired") || message.startsWith("signature not yet current")) {
            return AwsRefusal.CLOCK_SKEW;
        } else if (message.startsWith("not authorized to set rolesessionname")) {
            return AwsRefusal.SESSION_NAME_NOT_ALLOWED;
        }
        return byResource(message);
    }

    /** Refusals from STS share one beginning. */
    private static AwsRefusal assumeRole(String message) {
        if (message.contains("exceeds the maxsessionduration")) {
            return AwsRefusal.DURATION_EXCEEDS_ROLE;
        }
        return message.contains("failed to be mapped")
                ? AwsRefusal.ATTRIBUTES_NOT_MAPPED
                : AwsRefusal.ROLE_TRUST_POLICY_DENIES;
    }

    private static AwsRefusal byResource(String message) {
        if (message.contains("exceeds the maxsessionduration")) {
            return AwsRefusal.DURATION_EXCEEDS_ROLE;
        } else if (message.contains("failed to be mapped")) {
            return AwsRefusal.ATTRIBUTES_NOT_MAPPED;
        } else if (isMissingOrDisabled(message) && message.contains("anchor")) {
            return AwsRefusal.ANCHOR_MISSING_OR_DISABLED;
        } else if (message.contains("role") && message.contains("profile") && !message.startsWith("profile")) {
            return AwsRefusal.ROLE_NOT_IN_PROFILE;
        } else if (isMissingOrDisabled(message) && message.contains("profile")) {
            return AwsRefusal.PROFILE_MISSING_OR_DISABLED;
        }
        return AwsRefusal.REFUSED_UNKNOWN;
    }

    private static boolean isMissingOrDisabled(String message) {
        return message.contains("disabled")
                || message.contains("not enabled")
                || message.contains("not found")
                || message.contains("not exist");
    }
}
