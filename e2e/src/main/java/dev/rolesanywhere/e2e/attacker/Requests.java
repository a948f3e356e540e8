package dev.rolesanywhere.e2e.attacker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/** Attacks by kind of request. */
final class Requests {
    /** The file with the attacker pod's own token for the issuing endpoint, if it has one. */
    private static final Path TOKEN = Path.of("/var/run/attacker/token");

    private static final int FLOOD_PAUSE_MILLIS = 5;
    private static final int STREAMS = 30;

    private final Siege siege;
    private final Tally tally;
    private final String path;
    private final AtomicInteger counter = new AtomicInteger();

    Requests(Siege siege, Tally tally, String path) {
        this.siege = siege;
        this.tally = tally;
        this.path = path;
    }

    /** The same large body repeatedly, each on a new connection. */
    Siege.Attempt each(byte[] body, String headers) {
        return (target, number) -> {
            try (Wire wire = Wire.open(target, tally)) {
                try {
                    wire.post(path, headers, body);
                } catch (IOException e) {
                    // Answered before it was all sent: the answer may still be there.
                    tally.answered("early " + wire.answer());
                    return;
                }
                tally.answered(wire.answer());
            }
        };
    }

    Siege.Attempt oneOf(byte[]... bodies) {
        return (target, number) ->
                each(bodies[counter.getAndIncrement() % bodies.length], "").on(target, number);
    }

    /** An endless body in chunks, as fast as the target reads it. */
    void endless(Target target, int number) throws IOException {
        String chunk = "4000\r\n" + "{\"a\":1},".repeat(0x4000 / 8) + "\r\n";
        try (Wire wire = Wire.open(target, tally)) {
            tally.requested();
            wire.send("POST " + path
                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4001\r\n["
                    + "{\"a\":1},".repeat(0x4000 / 8) + "\r\n");
            try {
                while (!siege.over()) {
                    wire.send(chunk);
                }
            } catch (IOException e) {
                tally.answered("early " + wire.answer());
            }
        }
    }

    /** Small requests, many on one connection, each with different headers and bodies. */
    Siege.Attempt flood(IntFunction<String> header, IntFunction<byte[]> body) {
        return (target, number) -> {
            try (Wire wire = Wire.open(target, tally)) {
                while (!siege.over()) {
                    int next = counter.getAndIncrement();
                    wire.post(path, header.apply(next), body.apply(next));
                    tally.answered(wire.answer());
                    Thread.sleep(FLOOD_PAUSE_MILLIS);
                }
            }
        };
    }

    /** The same without a body, and without any token. */
    void nameless(Target target, int number) throws IOException, InterruptedException {
        try (Wire wire = Wire.open(target, tally)) {
            tally.requested();
            wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            tally.answered(wire.answer());
        }
        Thread.sleep(FLOOD_PAUSE_MILLIS);
    }

    /** Reports of outcomes, with this pod's tokens in turn. */
    Siege.Attempt reports() throws IOException {
        List<String> tokens = Files.readAllLines(Path.of("/tmp/tokens"));
        byte[] body = Files.readAllBytes(Path.of("/tmp/report"));
        return (target, number) -> {
            try (Wire wire = Wire.open(target, tally)) {
                while (!siege.over()) {
                    String token = tokens.get(counter.getAndIncrement() % tokens.size());
                    wire.post(path, "Authorization: Bearer " + token + "\r\n", body);
                    tally.answered(wire.answer());
                    Thread.sleep(FLOOD_PAUSE_MILLIS);
                }
            }
        };
    }

    /** With the attacker pod's own token, and slowly enough that not only the limit per pod answers. */
    Siege.Attempt withToken(IntFunction<byte[]> body, int pauseMillis) {
        return (target, number) -> {
            try (Wire wire = Wire.open(target, tally)) {
                wire.post(path, "Authorization: Bearer " + token() + "\r\n", body.apply(counter.getAndIncrement()));
                tally.answered(wire.answer());
            }
            Thread.sleep(pauseMillis);
        };
    }

    /** Many requests at once on few connections, with HTTP/2 if the target supports it. */
    void streams(Target target, int number, byte[] body) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(Target.believing()).build()) {
            tally.opened();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://" + target.host() + ":" + target.port() + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .timeout(java.time.Duration.ofSeconds(10))
                    .build();
            while (!siege.over()) {
                CompletableFuture<?>[] answers = new CompletableFuture<?>[STREAMS];
                for (int i = 0; i < STREAMS; i++) {
                    tally.requested();
                    tally.sent(body.length);
                    answers[i] = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                            .handle((answer, failure) -> {
                                tally.answered(
                                        failure != null ? "closed" : answer.version() + " " + answer.statusCode());
                                return answer;
                            });
                }
                CompletableFuture.allOf(answers).join();
                Thread.sleep(FLOOD_PAUSE_MILLIS);
            }
            client.shutdownNow();
        } finally {
            tally.closed();
        }
    }

    static byte[] gzipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String token() throws IOException {
        return Files.readString(TOKEN).strip();
    }
}
