package dev.rolesanywhere.sidecar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.sidecar.settings.Settings.Places;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Places PLACES = Places.of(new Properties());
    private static final Map<String, String> GOOD = Map.of(
            "ROLESANYWHERE_ISSUER_URL", "https://issuer.ops.svc",
            "ROLESANYWHERE_ISSUER_CA", "-----BEGIN CERTIFICATE-----");

    @Test
    void a_pod_waits_for_credentials_by_default() {
        assertThat(Settings.of(GOOD, PLACES).gateStart()).isTrue();
        assertThat(Settings.of(with("ROLESANYWHERE_STARTUP", "DoNotWait"), PLACES)
                        .gateStart())
                .isFalse();
    }

    @Test
    void paths_in_a_pod_equal_the_contracts() {
        assertThat(PLACES.volume()).hasToString("/var/run/rolesanywhere.dev/credentials");
        assertThat(PLACES.issuerToken()).hasToString("/var/run/rolesanywhere.dev/token/token");
        assertThat(PLACES.endpointPort()).isEqualTo(9911);
        assertThat(PLACES.probeAddress()).isEqualTo("0.0.0.0");
        assertThat(PLACES.probePort()).isEqualTo(9912);
    }

    @Test
    void addresses_of_both_families_are_used_in_their_order() {
        assertThat(Settings.of(with("ROLESANYWHERE_ISSUER_ADDRESSES", "10.43.0.10,fd00:43::a"), PLACES)
                        .issuerAddresses())
                .containsExactly(InetAddress.ofLiteral("10.43.0.10"), InetAddress.ofLiteral("fd00:43::a"));
        assertThat(Settings.of(GOOD, PLACES).issuerAddresses()).isEmpty();
    }

    @Test
    void ports_from_the_webhook_replace_the_contracts_ports() {
        Places places =
                PLACES.with(Map.of("ROLESANYWHERE_ENDPOINT_PORT", "24680", "ROLESANYWHERE_PROBE_PORT", "24681"));
        assertThat(places.endpointPort()).isEqualTo(24_680);
        assertThat(places.probePort()).isEqualTo(24_681);
        assertThat(PLACES.with(Map.of("ROLESANYWHERE_PROBE_PORT", "none"))).isEqualTo(PLACES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ROLESANYWHERE_ISSUER_URL | ``                | ROLESANYWHERE_ISSUER_URL is not set, but the webhook must set it. Recreate the pod",
                "ROLESANYWHERE_ISSUER_URL | http://issuer.svc | ROLESANYWHERE_ISSUER_URL is 'http://issuer.svc'. Write"
                        + " https://<service>.<namespace>.svc",
                "ROLESANYWHERE_ISSUER_URL | issuer svc        | ROLESANYWHERE_ISSUER_URL is 'issuer svc'. Write"
                        + " https://<service>.<namespace>.svc",
                "ROLESANYWHERE_ISSUER_CA  | /etc/ca.pem       | ROLESANYWHERE_ISSUER_CA holds no certificate. Write"
                        + " PEM",
                "ROLESANYWHERE_ISSUER_ADDRESSES | 10.0.0.1,issuer | ROLESANYWHERE_ISSUER_ADDRESSES is"
                        + " '10.0.0.1,issuer'. Write IP addresses, separated by commas",
                "ROLESANYWHERE_PROBE_PORT | 70000             | ROLESANYWHERE_PROBE_PORT is '70000'. Write a port from"
                        + " 1 to 65535",
                "ROLESANYWHERE_ENDPOINT_PORT | http           | ROLESANYWHERE_ENDPOINT_PORT is 'http'. Write a port"
                        + " from 1 to 65535",
                "ROLESANYWHERE_STARTUP    | wait              | ROLESANYWHERE_STARTUP is 'wait'. Write"
                        + " WaitForCredentials or DoNotWait",
            })
    void an_invalid_value_is_rejected_with_the_correction(String name, String value, String message) {
        assertThatThrownBy(() -> Settings.of(with(name, value), PLACES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.put(name, value);
        return environment;
    }
}
