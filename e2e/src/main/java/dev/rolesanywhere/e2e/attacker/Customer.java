package dev.rolesanywhere.e2e.attacker;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The application of a bound pod, which requests its credentials ten times a second like an SDK. Prints a line a
 * second: {@code EPOCH_MILLIS ANSWERED FAILED SLOWEST_MILLIS}.
 */
public final class Customer {
    private static final int PATIENCE_MILLIS = 5000;
    private static final int PAUSE_MILLIS = 100;

    private Customer() {}

    public static void main(String[] args) throws InterruptedException {
        URI credentials = URI.create(System.getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
        Path token = Path.of(System.getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
        while (true) {
            int answered = 0;
            int failed = 0;
            long slowest = 0;
            long end = System.nanoTime() + 1_000_000_000L;
            while (System.nanoTime() < end) {
                long began = System.nanoTime();
                if (ask(credentials, token)) {
                    answered++;
                } else {
                    failed++;
                }
                slowest = Math.max(slowest, (System.nanoTime() - began) / 1_000_000);
                Thread.sleep(PAUSE_MILLIS);
            }
            System.out.println(System.currentTimeMillis() + " " + answered + " " + failed + " " + slowest);
        }
    }

    private static boolean ask(URI credentials, Path token) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) credentials.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("Authorization", Files.readString(token));
            return connection.getResponseCode() == 200
                    && new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .contains("\"AccessKeyId\"");
        } catch (IOException e) {
            return false;
        }
    }
}
