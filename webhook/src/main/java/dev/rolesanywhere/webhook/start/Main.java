package dev.rolesanywhere.webhook.start;

import dev.rolesanywhere.crds.startup.Startup;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Begins to answer the startup probe, and waits for what the operator writes. */
@QuarkusMain
public final class Main {
    private static final List<String> FILES = List.of(
            "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_CERT",
            "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_KEY",
            "ROLESANYWHERE_ISSUER_BUNDLE_FILE");

    private Main() {}

    public static void main(String... arguments) throws InterruptedException {
        Startup.openPort(System.getenv());
        Startup.awaitFiles(System.getenv(), FILES);
        Quarkus.run(arguments);
    }
}
