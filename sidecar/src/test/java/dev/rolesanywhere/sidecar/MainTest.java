package dev.rolesanywhere.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.fake.FakeAnswers;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sidecar as a process, as the kubelet runs it. */
@Timeout(60)
class MainTest {
    private static final int KILLS = 10;
    private static final int HOSTILE = 3000;

    @TempDir
    Path directory;

    private int endpointPort;
    private int probePort;
    private Process process;

    @BeforeEach
    void findPorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            endpointPort = one.getLocalPort();
            probePort = other.getLocalPort();
        }
        Files.writeString(directory.resolve("token"), "pod-token");
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void a_pod_gets_credentials_and_sigterm_ends_it_with_zero() throws Exception {
        TestTls tls = TestTls.make(directory);
        try (FakeServer aws = new FakeServer(
                        tls,
                        0,
                        request -> FakeAnswers.session("ASIAMAIN", Instant.now().plusSeconds(3600)));
                FakeServer issuer = new FakeServer(
                        tls,
                        0,
                        request -> FakeAnswers.issued(
                                tls.pem(), FakeAnswers.role("reader", true, tls, aws.url(), tls.pem())))) {
            start(Map.of("ROLESANYWHERE_ISSUER_URL", issuer.url(), "ROLESANYWHERE_ISSUER_CA", tls.pem()));
            awaitProbe("HTTP/1.1 200");
            String token = Files.readString(directory.resolve("volume/token"));
            assertThat(get(endpointPort, "/v1/credentials", token))
                    .startsWith("HTTP/1.1 200")
                    .contains("ASIAMAIN");
            assertThat(get(endpointPort, "/v1/credentials", "wrong")).startsWith("HTTP/1.1 403");
        }
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(directory.resolve("log")))
                .contains("\"reason\":\"Accepted\"")
                .doesNotContain("pod-token", "s3cret", "t0ken", "ASIAMAIN");
    }

    /** While the process is not there, connections are refused; whenever it answers, it answers right. */
    @Test
    void after_each_kill_without_aws_and_operator_valid_credentials_are_served() throws Exception {
        TestTls tls = TestTls.make(directory);
        Map<String, String> environment;
        try (FakeServer aws = new FakeServer(
                        tls,
                        0,
                        request -> FakeAnswers.session("ASIAMAIN", Instant.now().plusSeconds(3600)));
                FakeServer issuer = new FakeServer(
                        tls,
                        0,
                        request -> FakeAnswers.issued(
                                tls.pem(), FakeAnswers.role("reader", true, tls, aws.url(), tls.pem())))) {
            environment = Map.of("ROLESANYWHERE_ISSUER_URL", issuer.url(), "ROLESANYWHERE_ISSUER_CA", tls.pem());
            start(environment);
            awaitProbe("HTTP/1.1 200");
        }
        Application application = new Application(endpointPort, directory.resolve("volume/token"));
        Thread asking = Thread.ofPlatform().daemon().start(application);
        Random random = new Random(7);
        for (int kill = 0; kill < KILLS; kill++) {
            process.destroyForcibly().waitFor();
            start(environment);
            Thread.sleep(random.nextInt(1500));
        }
        awaitProbe("HTTP/1.1 200");
        int served = application.served;
        while (application.served == served) {
            Thread.sleep(10);
        }
        application.stopped = true;
        asking.join();
        System.out.println("killed " + KILLS + " times: " + application.served + " answers with credentials, "
                + application.wrong + " other answers, " + application.refused + " connections refused or reset");
        assertThat(application.wrong).as(application.last).isZero();
    }

    private static final class Application implements Runnable {
        volatile boolean stopped;
        volatile int served;
        volatile int wrong;
        volatile int refused;
        volatile String last = "";
        private final int port;
        private final Path token;

        Application(int port, Path token) {
            this.port = port;
            this.token = token;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
        public void run() {
            while (!stopped) {
                try {
                    String answer = get(port, "/v1/credentials", Files.readString(token));
                    if (answer.startsWith("HTTP/1.1 200") && answer.contains("ASIAMAIN")) {
                        served++;
                    } else if (answer.isEmpty()) {
                        refused++;
                    } else {
                        wrong++;
                        last = answer;
                    }
                    Thread.sleep(5);
                } catch (IOException e) {
                    refused++;
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    @Test
    void a_wrong_environment_is_logged_and_never_ends_the_process() throws Exception {
        start(Map.of("ROLESANYWHERE_ISSUER_URL", "http://plain"));
        awaitProbe("HTTP/1.1 503");
        String log = "";
        for (int i = 0; i < 100 && !log.contains("ROLESANYWHERE"); i++) {
            Thread.sleep(50);
            log = Files.readString(directory.resolve("log"));
        }
        assertThat(log).contains("ROLESANYWHERE_ISSUER_CA is not set, but the webhook must set it");
        assertThat(get(probePort, "/started", "")).startsWith("HTTP/1.1 503").doesNotContain("ROLESANYWHERE");
        assertThat(process.isAlive()).isTrue();
    }

    /** More than twice the heap, if the sidecar stored all of it. */
    @Test
    void thousands_of_unfinished_requests_do_not_stop_the_process_or_its_answers() throws Exception {
        start(Map.of());
        awaitProbe("HTTP/1.1 503");
        byte[] unfinished = ("GET /started HTTP/1.1\r\nX: " + "x".repeat(8000)).getBytes(StandardCharsets.US_ASCII);
        List<Socket> hostile = new ArrayList<>();
        try {
            for (int i = 0; i < HOSTILE; i++) {
                Socket socket = new Socket("127.0.0.1", probePort);
                hostile.add(socket);
                send(socket, unfinished);
            }
            assertThat(get(probePort, "/started", "")).startsWith("HTTP/1.1 503");
            assertThat(process.isAlive()).isTrue();
            assertThat(Files.readString(directory.resolve("log"))).doesNotContain("OutOfMemory", "heap space");
        } finally {
            for (Socket socket : hostile) {
                socket.close();
            }
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // It was displaced already.
        }
    }

    private void start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        // As in the image.
                        "-Xmx16m",
                        "-Xmn2m",
                        "-Drolesanywhere.volume=" + directory.resolve("volume"),
                        "-Drolesanywhere.issuerToken=" + directory.resolve("token"),
                        "-Drolesanywhere.endpointPort=" + endpointPort,
                        "-Drolesanywhere.probePort=" + probePort,
                        "-Drolesanywhere.probeAddress=127.0.0.1",
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    private void awaitProbe(String expected) throws Exception {
        String last = "";
        for (int i = 0; i < 400; i++) {
            try {
                last = get(probePort, "/started", "");
                if (last.startsWith(expected)) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(50);
        }
        throw new AssertionError(last + "\n" + Files.readString(directory.resolve("log")));
    }

    private static String get(int port, String path, String token) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
