package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Explains what the API server's refusal means for the authority. Messages contain the API server's words, but never
 * the request.
 */
final class ApiRefusal {
    private static final int UNPROCESSABLE = 422;

    private ApiRefusal() {}

    static UnusableAuthorityException of(KubernetesClientException failure, String verb, String namespace) {
        String words = words(failure);
        boolean isAboutTheRequest = words.startsWith("admission webhook")
                || failure.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
                || failure.getCode() == UNPROCESSABLE;
        if (isAboutTheRequest) {
            return of(
                    failure,
                    AuthorityDefect.LeafRefused,
                    "The CertificateRequest was rejected: " + words
                            + ". Configure the rejecting webhook or policy to allow the operator's requests.");
        }
        return switch (failure.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                of(
                        failure,
                        AuthorityDefect.BackendNotFound,
                        "This cluster has no CertificateRequests (cert-manager.io/v1). Install cert-manager with its CRDs. The"
                                + " operator checks again every few minutes.");
            case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
                of(
                        failure,
                        AuthorityDefect.AccessDenied,
                        "The operator may not " + verb + " certificaterequests.cert-manager.io in namespace '"
                                + namespace + "' (" + words + "). Set certManager.enabled=true in the chart.");
            default ->
                of(
                        failure,
                        AuthorityDefect.BackendUnavailable,
                        "The API server did not " + verb + " a CertificateRequest (" + words
                                + "). The operator retries.");
        };
    }

    private static UnusableAuthorityException of(
            KubernetesClientException failure, AuthorityDefect defect, String message) {
        return new UnusableAuthorityException(defect, message, failure);
    }

    private static String words(KubernetesClientException failure) {
        return failure.getStatus() != null && failure.getStatus().getMessage() != null
                ? UntrustedText.sanitize(failure.getStatus().getMessage()).toString()
                : "HTTP status " + failure.getCode();
    }
}
