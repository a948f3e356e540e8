package dev.rolesanywhere.authorities.aws;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The meaning of a failed AWS call for the authority. AWS's message is included, because it names principal, action and ARN. */
public final class AwsCallFailure {
    private static final int SERVER_ERROR = 500;

    /** By error code, as the API references of KMS and AWS Private CA list them. */
    private static final Map<String, AuthorityDefect> DEFECTS = Map.ofEntries(
            Map.entry("AccessDeniedException", AuthorityDefect.AccessDenied),
            Map.entry("AccessDenied", AuthorityDefect.AccessDenied),
            Map.entry("UnrecognizedClientException", AuthorityDefect.AccessDenied),
            Map.entry("InvalidClientTokenId", AuthorityDefect.AccessDenied),
            Map.entry("ExpiredTokenException", AuthorityDefect.AccessDenied),
            Map.entry("NotFoundException", AuthorityDefect.BackendNotFound),
            Map.entry("ResourceNotFoundException", AuthorityDefect.BackendNotFound),
            Map.entry("InvalidArnException", AuthorityDefect.BackendNotFound),
            Map.entry("DisabledException", AuthorityDefect.BackendNotActive),
            Map.entry("KMSInvalidStateException", AuthorityDefect.BackendNotActive),
            Map.entry("InvalidStateException", AuthorityDefect.BackendNotActive),
            Map.entry("InvalidKeyUsageException", AuthorityDefect.UnsupportedKey),
            Map.entry("UnsupportedOperationException", AuthorityDefect.UnsupportedKey),
            Map.entry("ValidationException", AuthorityDefect.UnsupportedKey),
            Map.entry("InvalidArgsException", AuthorityDefect.LeafRefused),
            Map.entry("MalformedCSRException", AuthorityDefect.LeafRefused));

    private AwsCallFailure() {}

    /**
     * @param action such as {@code kms:Sign}, as IAM policies write it
     * @param resource its ARN or name
     */
    public static UnusableAuthorityException of(SdkException failure, String action, String resource) {
        if (failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null) {
            String code = String.valueOf(answered.awsErrorDetails().errorCode());
            AuthorityDefect defect = answered.isThrottlingException() || answered.statusCode() >= SERVER_ERROR
                    ? AuthorityDefect.BackendUnavailable
                    : DEFECTS.getOrDefault(code, AuthorityDefect.BackendUnavailable);
            return new UnusableAuthorityException(
                    defect,
                    action + " on " + resource + ": " + UntrustedText.sanitize(code) + ", "
                            + UntrustedText.sanitize(answered.awsErrorDetails().errorMessage())
                            + hint(defect, action, resource),
                    failure);
        }
        if (failure instanceof NoCredentialsException none) {
            // Temporary: the authority stays in use and the operator retries.
            return new UnusableAuthorityException(
                    AuthorityDefect.BackendUnavailable, action + " on " + resource + ": " + none.getMessage(), failure);
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return new UnusableAuthorityException(
                    AuthorityDefect.AccessDenied,
                    action + " on " + resource + ": the operator has no AWS credentials. Give them with the chart's"
                            + " operator.awsRole, operator.extraEnv or operator.serviceAccount.annotations.",
                    failure);
        }
        return new UnusableAuthorityException(
                AuthorityDefect.BackendUnavailable,
                action + " on " + resource + ": AWS did not answer ("
                        + failure.getClass().getSimpleName() + "). The operator retries.",
                failure);
    }

    private static String hint(AuthorityDefect defect, String action, String resource) {
        return switch (defect) {
            case AccessDenied -> " Allow the operator " + action + " on " + resource + ".";
            case BackendUnavailable -> " The operator retries.";
            default -> "";
        };
    }
}
