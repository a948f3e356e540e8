package dev.rolesanywhere.crds.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RawAnswerTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    @Test
    void a_request_without_an_answer_ends_with_its_connection_and_is_not_repeated() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                KubernetesClient client = client(silent.getLocalPort())) {
            assertThatThrownBy(() -> RawAnswer.of(client, "api/v1/pods", "application/json", TIMEOUT))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("GET api/v1/pods: no answer");

            try (Socket connection = silent.accept()) {
                connection.setSoTimeout(5_000);
                assertThat(connection.getInputStream().readAllBytes())
                        .as("the request, and then the end of the connection")
                        .isNotEmpty();
            }
            silent.setSoTimeout(2_000);
            assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static KubernetesClient client(int port) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + port)
                        .build())
                .build();
    }
}
