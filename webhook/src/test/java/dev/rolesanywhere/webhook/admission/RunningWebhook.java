package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.MockWebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The webhook's environment: an API server that stores objects, a TLS key pair, an issuer bundle. */
public class RunningWebhook implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "changeit";

    private final KubernetesMockServer apiServer = new KubernetesMockServer(
            new io.fabric8.mockwebserver.Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(List.of(
                    CustomResourceDefinitionContext.fromCustomResourceType(AWSRoleBinding.class),
                    CustomResourceDefinitionContext.fromCustomResourceType(AWSRole.class))),
            false);

    @Override
    public Map<String, String> start() {
        apiServer.init();
        try {
            Path directory =
                    Files.createTempDirectory(Path.of("target"), "webhook").toAbsolutePath();
            Path certificate = directory.resolve("tls.crt");
            writeKeyPair(directory);
            Path bundle = directory.resolve("ca.crt");
            Files.copy(certificate, bundle);
            return Map.of(
                    "quarkus.kubernetes-client.api-server-url",
                            apiServer.url("/").replaceAll("/$", ""),
                    "quarkus.tls.webhook.key-store.pem.0.cert", certificate.toString(),
                    "quarkus.tls.webhook.key-store.pem.0.key",
                            directory.resolve("tls.key").toString(),
                    "rolesanywhere.issuer.bundle-file", bundle.toString(),
                    "rolesanywhere.issuer.url", "https://roles-anywhere-operator-issuer.aws.svc",
                    "rolesanywhere.sidecar.image", "registry.example.org/sidecar:0.1.0",
                    "rolesanywhere.excluded-namespaces", "kube-system,kube-node-lease",
                    "quarkus.http.test-ssl-port", "0",
                    "quarkus.management.test-port", "0");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        apiServer.destroy();
    }

    /** Writes {@code tls.crt} and {@code tls.key}, another pair each time. */
    public static void writeKeyPair(Path directory) throws Exception {
        Path store = Files.createTempDirectory(directory, "store").resolve("store.p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "webhook",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=webhook",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("keytool ended with " + exit);
        }
        KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key secret = loaded.getKey("webhook", PASSWORD.toCharArray());
        Files.writeString(
                directory.resolve("tls.crt"),
                pem("CERTIFICATE", loaded.getCertificate("webhook").getEncoded()));
        Files.writeString(directory.resolve("tls.key"), pem("PRIVATE KEY", secret.getEncoded()));
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
    }
}
