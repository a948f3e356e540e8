package dev.rolesanywhere.operator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * cert-manager's own controller as a process: its approver, its CA issuer and the controller that makes Issuers ready,
 * in one namespace.
 */
final class CertManagerController implements AutoCloseable {
    static final String VARIABLE = "CERT_MANAGER_CONTROLLER";

    private final Process process;

    private CertManagerController(Process process) {
        this.process = process;
    }

    static CertManagerController start(ApiServer server, String namespace) throws IOException {
        return new CertManagerController(new ProcessBuilder(
                        System.getenv(VARIABLE),
                        "--kubeconfig=" + server.kubeConfig(),
                        "--namespace=" + namespace,
                        "--controllers=issuers,certificaterequests-approver,certificaterequests-issuer-ca",
                        "--leader-elect=false",
                        "--metrics-listen-address=127.0.0.1:0",
                        "--v=2")
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "cert-manager-controller.log").toFile())
                .start());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
