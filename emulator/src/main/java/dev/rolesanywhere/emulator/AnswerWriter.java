package dev.rolesanywhere.emulator;

import dev.rolesanywhere.emulator.protocol.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes answers as HTTP/1.1. {@code Date} is the emulator's time, with which clients check their own clock. */
final class AnswerWriter {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);

    private final OutputStream out;
    private final Clock clock;

    AnswerWriter(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(Answer answer, String requestId) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        write(answer, requestId, body, body.length);
    }

    /** The answer to HEAD: the length of the body, without the body. */
    void writeHead(Answer answer, String requestId) throws IOException {
        write(answer, requestId, answer.body().getBytes(StandardCharsets.UTF_8), 0);
    }

    /** Writes the head and half of the body; the caller waits for the rest. */
    void writeHalf(Answer answer, String requestId) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        write(answer, requestId, body, body.length / 2);
    }

    private void write(Answer answer, String requestId, byte[] body, int length) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" \r\n");
        answer.headers().forEach((name, value) -> line(head, name, value));
        line(head, "x-amzn-RequestId", requestId);
        Instant now = clock.instant().plus(answer.shift().ofRequests());
        line(head, "Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
        line(head, "Content-Length", Integer.toString(body.length));
        head.append("\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, length);
        out.flush();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
