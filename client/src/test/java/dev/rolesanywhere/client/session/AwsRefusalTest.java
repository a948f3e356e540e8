package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** AWS's messages as they were seen, and what each is. */
class AwsRefusalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | AccessDeniedException | Invalid signature                                                                                          | InvalidSignature
            403 | AccessDeniedException | Untrusted signing certificate                                                                              | UntrustedCertificate
            403 | AccessDeniedException | Untrusted certificate. Insufficient certificate                                                            | InsufficientCertificate
            403 | AccessDeniedException | Certificate revoked                                                                                        | CertificateRevoked
            403 | AccessDeniedException | Unable to assume role for arn:aws:iam::111122223333:role/R                                                 | RoleTrustPolicyDenies
            403 | AccessDeniedException | Unable to assume role for arn:aws:iam::1:role/R Some attributes failed to be mapped into session tags.      | AttributesNotMapped
            403 | AccessDeniedException | Unable to assume role for arn:aws:iam::1:role/R: The requested DurationSeconds exceeds the MaxSessionDuration set for this role. | DurationExceedsRole
            403 | AccessDeniedException | Not authorized to set roleSessionName.                                                                     | SessionNameNotAllowed
            403 | AccessDeniedException | Requested Role isn't one of those listed in the Profile                                                    | RoleNotInProfile
            404 | ResourceNotFoundException | Profile not found                                                                                      | ProfileMissingOrDisabled
            403 | AccessDeniedException | Trust anchor is disabled                                                                                   | AnchorMissingOrDisabled
            403 | AccessDeniedException | Signature expired: 20260102T000000Z is now earlier than 20260102T010000Z                                   | ClockSkew
            400 | ThrottlingException   | Rate exceeded                                                                                              | Throttled
            429 | TooManyRequestsException | slow down                                                                                               | Throttled
            503 | ServiceUnavailable    | no message                                                                                                 | EndpointUnreachable
            403 | AccessDeniedException | something new                                                                                              | RefusedUnknown
            """)
    void each_known_message_is_told_apart(int status, String code, String message, AwsRefusal expected) {
        assertThat(AwsRefusal.of(status, code, message)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(AwsRefusal.class)
    void each_says_what_to_do(AwsRefusal refusal) {
        assertThat(refusal.remedy()).endsWith(".").hasSizeGreaterThan(40);
    }

    @Test
    void only_what_is_not_about_configuration_passes_by_itself() {
        assertThat(AwsRefusal.values())
                .filteredOn(AwsRefusal::passes)
                .containsExactly(
                        AwsRefusal.Throttled,
                        AwsRefusal.ProxyRefused,
                        AwsRefusal.TLSUntrusted,
                        AwsRefusal.EndpointUnreachable);
    }
}
