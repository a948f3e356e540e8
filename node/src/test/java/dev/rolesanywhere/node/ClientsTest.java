package dev.rolesanywhere.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS's own clients, with only the two variables of the pod. */
class ClientsTest {
    @TempDir
    Path directory;

    private VirtualAgent agent;
    private Path token;
    private Runnable eachTurn = () -> {};

    @BeforeEach
    void start() throws Exception {
        agent = new VirtualAgent(directory, TestTls.make(directory));
        // AWS's clients have the clock of this machine.
        agent.truth.pass(Duration.between(agent.truth.instant(), Instant.now()));
        agent.start(10);
        agent.settle();
        token = directory.resolve("token");
        Files.writeString(token, agent.server.token("orders-1", agent.truth.instant()));
    }

    @AfterEach
    void close() throws Exception {
        agent.close();
    }

    @Test
    void the_Java_SDK_gets_the_first_credentials_of_a_pod() throws Exception {
        AwsCredentials credentials = meanwhile(this::java);

        assertThat(agent.aws.emulator().sessions().byAccessKeyId(credentials.accessKeyId()))
                .isPresent();
    }

    @Test
    void the_Java_SDK_goes_on_through_a_renewal() throws Exception {
        AwsCredentials first = meanwhile(this::java);
        agent.pass(Duration.ofHours(2));
        Files.writeString(token, agent.server.token("orders-1", agent.truth.instant()));
        AwsCredentials held = meanwhile(this::java);
        agent.settle();

        assertThat(held.accessKeyId()).isEqualTo(first.accessKeyId());
        assertThat(meanwhile(this::java).accessKeyId()).isNotEqualTo(first.accessKeyId());
    }

    @Test
    void the_Java_SDK_says_why_there_are_none() throws Exception {
        Files.writeString(token, agent.server.token("orders-1", "worker-2", agent.truth.instant()));

        assertThatThrownBy(() -> meanwhile(this::java)).hasRootCauseInstanceOf(SdkException.class);
    }

    @Test
    void the_init_container_ends_when_credentials_exist_and_logs_why_they_are_missing() throws Exception {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        agent.operator.answer = Optional.of(FakeServer.response(
                200,
                "{\"roles\":[],\"refused\":[{\"role\":\"orders-reader\",\"default\":true,\"reason\":\"NamespaceNotAllowed\",\"message\":\"namespace"
                        + " shop is not allowed\"}]}"));
        StartWait wait = new StartWait(
                URI.create("http://127.0.0.1:" + agent.port()),
                token,
                new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), agent.truth));

        eachTurn = () -> {
            if (logged.toString(StandardCharsets.UTF_8).contains("not allowed")) {
                agent.operator.answer = Optional.empty();
            }
        };
        meanwhile(() -> {
            wait.run();
            return true;
        });

        assertThat(logged.toString(StandardCharsets.UTF_8)).containsOnlyOnce("namespace shop is not allowed");
        assertThat(agent.aws.sessions()).isOne();
        assertThat(agent.pods().all())
                .singleElement()
                .satisfies(pod -> assertThat(pod.served().wasAsked()).isFalse());
    }

    @Test
    @EnabledIf("hasBotocore")
    void botocore_gets_the_first_credentials_of_a_pod() throws Exception {
        String key = meanwhile(this::python);

        assertThat(agent.aws.emulator().sessions().byAccessKeyId(key)).isPresent();
    }

    static boolean hasBotocore() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "python3 -c 'import botocore' 2>/dev/null")
                        .start()
                        .waitFor()
                == 0;
    }

    private AwsCredentials java() {
        System.setProperty("aws.containerCredentialsFullUri", "http://127.0.0.1:" + agent.port() + "/v1/credentials");
        System.setProperty("aws.containerAuthorizationTokenFile", token.toString());
        try (var provider = ContainerCredentialsProvider.create()) {
            return provider.resolveCredentials();
        } finally {
            System.clearProperty("aws.containerCredentialsFullUri");
            System.clearProperty("aws.containerAuthorizationTokenFile");
        }
    }

    private String python() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import botocore.session; print(botocore.session.get_session().get_credentials().access_key)")
                .redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        builder.environment()
                .put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:" + agent.port() + "/v1/credentials");
        builder.environment().put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.strip();
    }

    /** The agent works while the client waits. */
    private <T> T meanwhile(Callable<T> client) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(client.call());
            } catch (Exception | Error e) {
                answer.completeExceptionally(e);
            }
        });
        while (!answer.isDone()) {
            eachTurn.run();
            // The agent's clock runs twenty times faster, so that the test does not wait for a back-off.
            agent.pass(Duration.ofMillis(40));
            Thread.sleep(2);
        }
        return answer.get();
    }
}
