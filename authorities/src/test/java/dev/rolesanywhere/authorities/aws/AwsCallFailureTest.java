package dev.rolesanywhere.authorities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class AwsCallFailureTest {
    /** Otherwise a failure of a minute would release the authority. */
    @Test
    void missing_credentials_are_reported_with_their_cause() {
        UnusableAuthorityException refused = AwsCallFailure.of(
                NoCredentialsException.because("AWSRole 'own': EndpointUnreachable. Open the way."),
                "kms:Sign",
                "key/1");

        assertThat(refused.defect()).isEqualTo(AuthorityDefect.BackendUnavailable);
        assertThat(refused).hasMessage("kms:Sign on key/1: AWSRole 'own': EndpointUnreachable. Open the way.");
    }

    @Test
    void awss_message_is_quoted_in_readable_characters() {
        UnusableAuthorityException refused = AwsCallFailure.of(
                AwsServiceException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDeniedException")
                                .errorMessage("User\u009b is not\nauthorized")
                                .build())
                        .build(),
                "kms:Sign",
                "key/1");

        assertThat(refused.getMessage()).startsWith("kms:Sign on key/1: AccessDeniedException, User is not authorized");
    }
}
