package dev.rolesanywhere.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "eu-west-1, false, false, https://rolesanywhere.eu-west-1.amazonaws.com",
        "eu-west-1, false, true, https://rolesanywhere.eu-west-1.api.aws",
        "us-east-1, true, false, https://rolesanywhere-fips.us-east-1.amazonaws.com",
        "us-gov-west-1, true, true, https://rolesanywhere-fips.us-gov-west-1.api.aws",
        "cn-north-1, false, false, https://rolesanywhere.cn-north-1.amazonaws.com.cn",
        "cn-north-1, false, true, https://rolesanywhere.cn-north-1.api.amazonwebservices.com.cn",
        "eusc-de-east-1, false, false, https://rolesanywhere.eusc-de-east-1.amazonaws.eu",
        "us-isof-east-1, false, false, https://rolesanywhere.us-isof-east-1.csp.hci.ic.gov",
    })
    void each_partition_has_its_suffix(String region, boolean fips, boolean dualStack, String expected) {
        assertThat(Endpoint.of(region, fips, dualStack, null)).hasToString(expected);
    }

    @Test
    void an_override_replaces_the_public_address_and_keeps_its_port() {
        assertThat(Endpoint.of("eu-west-1", false, false, "http://127.0.0.1:8080/"))
                .hasToString("http://127.0.0.1:8080");
    }

    @Test
    void an_override_cannot_be_joined_with_fips() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of("us-east-1", true, false, "https://vpce.example.org"))
                .withMessageContaining("either endpoint, or fips and dualStack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu west", "eu-west-1/", "evil.example.org#"})
    void a_region_that_is_none_is_refused(String region) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(region, false, false, null))
                .withMessageContaining("such as eu-west-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "https://host/path", "host"})
    void an_override_that_is_no_address_is_refused(String override) {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of("eu-west-1", false, false, override));
    }
}
