package dev.rolesanywhere.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.RequestReader.MalformedRequestException;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.signature.Authorization;
import dev.rolesanywhere.emulator.signature.CanonicalRequest;
import dev.rolesanywhere.emulator.signature.SigningTime;
import dev.rolesanywhere.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Requests of one connection, and their signatures up to the verification. */
public final class SignedRequestTarget {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final UUID ID = new UUID(0, 0);

    private SignedRequestTarget() {}

    public static Target target() {
        String authorization =
                "Authorization: AWS4-X509-ECDSA-SHA256 Credential=1/20260102/eu-west-1/rolesanywhere/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature=00ff\r\n";
        return Target.of(
                "emulator-signed-request",
                SignedRequestTarget::feed,
                "POST /sessions?profileArn=a%3Ab HTTP/1.1\r\nHost: h\r\nX-Amz-Date: 20260102T030405Z\r\n"
                        + authorization + "Content-Length: 2\r\n\r\n{}GET / HTTP/1.1\r\n" + authorization + "\r\n",
                "POST / HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\n{}\r\n0\r\n\r\n");
    }

    private static void feed(byte[] input) throws IOException {
        RequestReader reader =
                new RequestReader(new ByteArrayInputStream(input), OutputStream.nullOutputStream(), () -> ID);
        try {
            for (Optional<Request> request = reader.next(); request.isPresent(); request = reader.next()) {
                look(request.get());
            }
        } catch (MalformedRequestException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void look(Request request) {
        assertThat(request.path()).startsWith("/").doesNotContain("?", " ");
        assertThat(request.body().length).isLessThanOrEqualTo(2_000_000);
        try {
            Authorization authorization = Authorization.of(request);
            SigningTime.problem(request, authorization, NOW, Duration.ofMinutes(5))
                    .ifPresent(problem -> assertThat(problem).isNotEmpty());
            assertThat(CanonicalRequest.stringToSign(request, authorization).getBytes(UTF_8))
                    .isNotEmpty();
        } catch (Refusal e) {
            assertThat(e.status()).isBetween(400, 499);
        }
    }
}
