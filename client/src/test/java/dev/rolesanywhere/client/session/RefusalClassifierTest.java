package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.transport.ProxyRefusedException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalClassifierTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDeniedException     | Unable to assume role for arn:aws:iam::111122223333:role/x        "
                        + " | RoleTrustPolicyDenies",
                "403 | AccessDeniedException     | Unable to assume role for arn:x. The requested DurationSeconds"
                        + " exceeds the MaxSessionDuration set for this role. | DurationExceedsRole",
                "403 | AccessDeniedException     | Unable to assume role for arn:x. Some attributes failed to be"
                        + " mapped into session tags. Issuer: [ ]; SAN: [ DNS/2 ] | AttributesNotMapped",
                "403 | AccessDeniedException     | Untrusted signing certificate                                     "
                        + " | UntrustedCertificate",
                "403 | AccessDeniedException     | Untrusted certificate. Insufficient certificate                   "
                        + " | InsufficientCertificate",
                "403 | AccessDeniedException     | Untrusted certificate                                             "
                        + " | UntrustedCertificate",
                "403 | AccessDeniedException     | Certificate revoked                                               "
                        + " | CertificateRevoked",
                "403 | AccessDeniedException     | Not authorized to set roleSessionName.                            "
                        + " | SessionNameNotAllowed",
                "403 | AccessDeniedException     | Invalid signature                                                 "
                        + " | InvalidSignature",
                "403 | AccessDeniedException     | Signature expired: x is now earlier than y                        "
                        + " | ClockSkew",
                "403 | AccessDeniedException     | Signature not yet current: x is still later than y                "
                        + " | ClockSkew",
                "404 | ResourceNotFoundException | Trust anchor not found                                            "
                        + " | AnchorMissingOrDisabled",
                "403 | AccessDeniedException     | TrustAnchor is disabled                                           "
                        + " | AnchorMissingOrDisabled",
                "404 | ResourceNotFoundException | Profile not found                                                 "
                        + " | ProfileMissingOrDisabled",
                "403 | AccessDeniedException     | Profile is disabled                                               "
                        + " | ProfileMissingOrDisabled",
                "403 | AccessDeniedException     | Trust anchor is not enabled                                       "
                        + " | AnchorMissingOrDisabled",
                "404 | ResourceNotFoundException | Trust anchor does not exist                                       "
                        + " | AnchorMissingOrDisabled",
                "404 | ResourceNotFoundException | Profile does not exist                                            "
                        + " | ProfileMissingOrDisabled",
                "403 | AccessDeniedException     | Something about a trust anchor                                    "
                        + " | RefusedUnknown",
                "403 | AccessDeniedException     | Something about a profile                                         "
                        + " | RefusedUnknown",
                "403 | AccessDeniedException     | Role is not in the profile                                        "
                        + " | RoleNotInProfile",
                "400 | ThrottlingException       | Rate exceeded                                                     "
                        + " | Throttled",
                "429 | ''                        | ''                                                                "
                        + " | Throttled",
                "400 | TooManyRequestsException  | Rate exceeded                                                     "
                        + " | Throttled",
                "403 | AccessDeniedException     | Insufficient certificate                                          "
                        + " | InsufficientCertificate",
                "400 | ValidationException       | DurationSeconds exceeds the MaxSessionDuration of this role       "
                        + " | DurationExceedsRole",
                "400 | ValidationException       | Some attributes failed to be mapped into session tags             "
                        + " | AttributesNotMapped",
                "407 | ''                        | ''                                                                "
                        + " | ProxyRefused",
                "403 | AccessDeniedException     | Something new                                                     "
                        + " | RefusedUnknown",
                "500 | InternalFailure           | ''                                                                "
                        + " | RefusedUnknown",
            })
    void the_start_of_the_message_determines_the_reason(int status, String code, String message, String reason) {
        assertThat(RefusalClassifier.classify(status, code, message, Duration.ZERO)
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "Invalid signature,       301, ClockSkew",
        "Invalid signature,      -301, ClockSkew",
        "Invalid signature,       300, InvalidSignature",
        "Invalid signature,      -300, InvalidSignature",
        "Something new,           301, ClockSkew",
        "Certificate revoked,     301, CertificateRevoked",
    })
    void a_clock_that_is_off_explains_a_signature_that_does_not_hold(String message, long seconds, String reason) {
        assertThat(RefusalClassifier.classify(403, "AccessDeniedException", message, Duration.ofSeconds(seconds))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void network_failures_have_separate_reasons() {
        assertThat(RefusalClassifier.classify(new ProxyRefusedException("x"))).isEqualTo(AwsRefusal.PROXY_REFUSED);
        assertThat(RefusalClassifier.classify(new SSLPeerUnverifiedException("x")))
                .isEqualTo(AwsRefusal.TLS_UNTRUSTED);
        SSLHandshakeException untrusted = new SSLHandshakeException("x");
        untrusted.initCause(new CertificateException("y"));
        assertThat(RefusalClassifier.classify(untrusted)).isEqualTo(AwsRefusal.TLS_UNTRUSTED);
        assertThat(RefusalClassifier.classify(new UnknownHostException("x")))
                .isEqualTo(AwsRefusal.ENDPOINT_UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource
    void every_refusal_has_advice_in_sentences(AwsRefusal refusal) {
        assertThat(refusal.explanation()).matches("[A-Z].*\\..*\\.").hasSizeLessThan(300);
        assertThat(refusal.reason().toUpperCase(java.util.Locale.ROOT))
                .isEqualTo(refusal.name().replace("_", ""));
    }
}
