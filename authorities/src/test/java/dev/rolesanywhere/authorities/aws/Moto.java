package dev.rolesanywhere.authorities.aws;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * moto's server, which replaces AWS KMS and AWS Private CA; one for all tests, in a virtual environment under build/.
 */
public final class Moto {
    private static final String VERSION = "5.2.5";
    private static final Path HOME =
            Path.of("..", "build", "moto-" + VERSION).toAbsolutePath().normalize();
    private static @Nullable URI running;

    private Moto() {}

    /** Aborts the test with the reason if there is no Python or if it cannot install moto. */
    public static synchronized URI endpoint() {
        if (running == null) {
            try {
                running = start();
            } catch (IOException e) {
                abort("Not run: moto's server needs python3 with venv and a PyPI index (" + e.getMessage() + ")");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return running;
    }

    private static URI start() throws IOException, InterruptedException {
        Path python = HOME.resolve("bin/python");
        if (!Files.exists(HOME.resolve("installed"))) {
            run(List.of("python3", "-m", "venv", HOME.toString()));
            run(List.of(python.toString(), "-m", "pip", "install", "--quiet", "moto[server,acm,kms]==" + VERSION));
            Files.createFile(HOME.resolve("installed"));
        }
        int port = freePort();
        Process server = new ProcessBuilder(
                        python.toString(),
                        Path.of("src/test/python/moto_server.py")
                                .toAbsolutePath()
                                .toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "moto.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        await(server, port);
        return URI.create("http://127.0.0.1:" + port);
    }

    private static void await(Process server, int port) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                if (server.waitFor(200, TimeUnit.MILLISECONDS)) {
                    throw new IOException("it ended; see target/moto.log");
                }
            }
        }
        throw new IOException("it does not listen; see target/moto.log");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("moto", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command) + ": " + Files.readString(output).strip());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
