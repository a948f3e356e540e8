package dev.rolesanywhere.webhook.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Waits for the files that the operator writes, before Quarkus reads them. */
@QuarkusMain
public final class Main {
    private static final List<String> FILES = List.of(
            "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_CERT",
            "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_KEY",
            "ROLESANYWHERE_ISSUER_BUNDLE_FILE");

    private Main() {}

    public static void main(String... arguments) throws InterruptedException {
        AwaitedFiles.of(System.getenv(), FILES).await();
        Quarkus.run(arguments);
    }
}
