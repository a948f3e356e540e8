package dev.rolesanywhere.e2e.terraform;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** moto's server replaces AWS IAM and STS, with AWS's managed policies. */
record Iam(Process server, URI endpoint) implements AutoCloseable {
    /** Which Python has moto: that of the tests of the authorities, or the machine's. */
    private static final List<String> PYTHONS = List.of("../build/moto-5.2.5/bin/python", "python3");

    static Iam start(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        for (String python : PYTHONS) {
            Path output = folder.resolve("moto.log");
            var command = new ProcessBuilder(python, "-m", "moto.server", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            command.environment().put("MOTO_ACCOUNT_ID", "111122223333");
            command.environment().put("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
            if (python.contains("/") && !Files.exists(Path.of(python))) {
                continue;
            }
            Process server = command.start();
            if (listens(server, port)) {
                return new Iam(server, URI.create("http://127.0.0.1:" + port));
            }
        }
        return abort("Not run: IAM's stand-in needs a python3 with moto[server]");
    }

    private static boolean listens(Process server, int port) throws InterruptedException {
        while (!server.waitFor(200, TimeUnit.MILLISECONDS)) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                // Not ready yet.
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.destroy();
    }
}
