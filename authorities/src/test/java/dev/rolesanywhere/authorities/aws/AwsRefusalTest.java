package dev.rolesanywhere.authorities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import org.junit.jupiter.api.Test;

class AwsRefusalTest {
    /** Or the authority would be let go of for what passes within the minute. */
    @Test
    void a_caller_without_credentials_says_why_and_nothing_of_the_authority() {
        UnusableAuthorityException refused = AwsRefusal.of(
                NoCredentialsException.because("AWSRole 'own': EndpointUnreachable. Open the way."),
                "kms:Sign",
                "key/1");

        assertThat(refused.defect()).isEqualTo(AuthorityDefect.BackendUnavailable);
        assertThat(refused).hasMessage("kms:Sign on key/1: AWSRole 'own': EndpointUnreachable. Open the way.");
    }
}
