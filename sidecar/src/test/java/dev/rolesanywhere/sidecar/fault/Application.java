package dev.rolesanywhere.sidecar.fault;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends requests to the endpoint and counts failures: a direct request, whose answer can be quoted, and a request by
 * the SDK for Java's provider. The provider decides by the machine's clock when to send a new request, so each request
 * uses a new provider. Received credentials are a lie if AWS answers that they have expired.
 */
final class Application {
    int requests;
    int errors;
    int lies;
    int sdkErrors;
    String lastError = "";
    /** Every third request uses the SDK's provider, because a direct request needs a tenth of the time. */
    int asksBetweenTheSdks = 3;

    private int asks;
    private final Path tokenFile;
    private final Clock truth;
    private final Function<String, Instant> expiryByKey;

    /** @param expiryByKey when AWS ends the session of this access key id */
    Application(Path tokenFile, Clock truth, Function<String, Instant> expiryByKey) {
        this.tokenFile = tokenFile;
        this.truth = truth;
        this.expiryByKey = expiryByKey;
    }

    void ask(int port) throws IOException {
        askPlainly(port);
        if (asks++ % asksBetweenTheSdks == 0) {
            askAsTheSdkDoes(port);
        }
    }

    /** When the served credentials expire. */
    Instant expiration(int port) throws IOException {
        return expiration(get(port));
    }

    private void askPlainly(int port) throws IOException {
        requests++;
        String answer = get(port);
        if (!answer.startsWith("HTTP/1.1 200")) {
            errors++;
            lastError = answer;
        } else {
            judge(member(answer, "AccessKeyId"));
        }
    }

    /** Its settings are properties of the JVM, like variables of a container. */
    private void askAsTheSdkDoes(int port) {
        requests++;
        System.setProperty("aws.containerCredentialsFullUri", "http://127.0.0.1:" + port + "/v1/credentials");
        System.setProperty("aws.containerAuthorizationTokenFile", tokenFile.toString());
        try (var provider = ContainerCredentialsProvider.create()) {
            judge(provider.resolveCredentials().accessKeyId());
        } catch (SdkException e) {
            sdkErrors++;
        }
    }

    private void judge(String accessKeyId) {
        Instant expiry = expiryByKey.apply(accessKeyId);
        if (!expiry.isAfter(truth.instant())) {
            lies++;
            lastError = "credentials that expired at " + expiry;
        }
    }

    private String get(int port) throws IOException {
        String authorization = Files.readString(tokenFile);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + authorization
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Instant expiration(String answer) {
        return Instant.parse(member(answer, "Expiration"));
    }

    private static String member(String answer, String name) {
        String marker = "\"" + name + "\":\"";
        int from = answer.indexOf(marker) + marker.length();
        return answer.substring(from, answer.indexOf('"', from));
    }
}
