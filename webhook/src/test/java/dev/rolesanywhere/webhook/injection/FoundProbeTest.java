package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a found probe replace those of ours. */
class FoundProbeTest {
    private static final JsonNode OURS =
            yaml("{httpGet: {path: /started, port: 9912}, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 50}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "httpGet: {path: /app-health/aws-credentials/startupz, port: 15020}",
                "tcpSocket: {port: 15020}",
                "grpc: {port: 15020, service: started}"
            })
    void a_single_handler_of_another_path_or_kind_replaces_ours(String handler) {
        JsonNode found = yaml("{" + handler + "}");
        assertThat(handlers(found)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "httpGet: {path: /other, port: 1}, tcpSocket: {port: 1}",
                "httpGet: {path: /other, port: 1}, grpc: {port: 1}",
                "tcpSocket: {port: 1}, grpc: {port: 1}",
                "httpGet: {path: /other, port: 1}, tcpSocket: {port: 1}, grpc: {port: 1}",
                "tcpSocket: {port: 1}, exec: {command: [cat]}",
                "tcpSocket: {port: 1, host: 10.0.0.1}",
                "httpGet: {path: /other, port: 1, host: 10.0.0.1}",
                "httpGet: {path: /started, port: 1}",
                ""
            })
    void several_handlers_and_other_hosts_and_commands_do_not(String handler) {
        assertThat(handlers(yaml("{" + handler + "}"))).isEqualTo(handlers(OURS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 100",
                "periodSeconds: 60, timeoutSeconds: 60, failureThreshold: 2",
                "initialDelaySeconds: 0, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 50",
                "initialDelaySeconds: 60, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 20"
            })
    void times_that_allow_a_start_as_long_as_ours_replace_ours(String times) {
        JsonNode found = yaml("{" + times + "}");
        JsonNode probe = FoundProbe.complete(OURS, found);
        found.properties().forEach(time -> assertThat(probe.path(time.getKey())).isEqualTo(time.getValue()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 99",
                "periodSeconds: 3, timeoutSeconds: 1, failureThreshold: 33",
                "periodSeconds: 0, timeoutSeconds: 1, failureThreshold: 1000",
                "periodSeconds: 61, timeoutSeconds: 1, failureThreshold: 1000",
                "periodSeconds: 2.5, timeoutSeconds: 1, failureThreshold: 1000",
                "periodSeconds: 3, timeoutSeconds: 0, failureThreshold: 1000",
                "periodSeconds: 3, timeoutSeconds: 61, failureThreshold: 1000",
                "periodSeconds: 3, failureThreshold: 1000",
                "timeoutSeconds: 3, failureThreshold: 1000",
                "periodSeconds: 3, timeoutSeconds: 3",
                "periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 1000.5",
                "periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 3000000000",
                "initialDelaySeconds: -1, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 1000",
                "initialDelaySeconds: 61, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 1000"
            })
    void shorter_rarer_and_malformed_times_do_not(String times) {
        assertThat(FoundProbe.complete(OURS, yaml("{" + times + "}"))).isEqualTo(OURS);
    }

    private static JsonNode handlers(JsonNode found) {
        return FoundProbe.complete(OURS, found).retain("httpGet", "tcpSocket", "grpc", "exec");
    }

    private static JsonNode yaml(String text) {
        try {
            return Case.YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
