package dev.rolesanywhere.operator.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.fuzz.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Everything behind the issuing endpoint, as one pod reaches it: each request is decided, and each leaf is the pod's own. */
public final class IssuingTarget {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> DECIDED = Set.of(200, 204, 400, 401, 403, 404, 413);
    private static final String SUBJECT = "CN=orders@shop,OU=reader,O=prod-1.example.org";

    private IssuingTarget() {}

    public static Target target() {
        // A new fixture for each input, because a pod with too many requests is refused, and an input must fail
        // alone as it failed among others.
        return new Target("issuing-request", seeds(new IssuingStage()), input -> feed(new IssuingStage(), input));
    }

    private static List<byte[]> seeds(IssuingStage stage) {
        try {
            String certificates = new String(stage.request(), UTF_8);
            String outcomes = """
                    {"outcomes":[{"role":"reader","reason":"Accepted","message":"m","httpStatus":201,"requestId":"r",\
                    "grantedSeconds":3600,"requestedSeconds":21600,"expiration":"2026-01-02T04:04:05Z"}]}""";
            return List.of(
                    ("c" + certificates).getBytes(UTF_8),
                    ("o" + outcomes).getBytes(UTF_8),
                    "tBearer a.b.c".getBytes(UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException("no seed", e);
        }
    }

    /**
     * The first byte chooses the target: {@code c} certificates, {@code o} outcomes; otherwise the rest is the header
     * with the token.
     */
    private static void feed(IssuingStage stage, byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        // This tests the content of requests, not their rate.
        stage.ledger.forget("uid-1");
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Answer answer =
                switch (input[0]) {
                    case 'c' -> stage.ask("/v1/certificates", "orders-token", rest);
                    case 'o' -> stage.ask("/v1/outcomes", "orders-token", rest);
                    default ->
                        stage.askFrom(
                                IssuingStage.ADDRESS,
                                "/v1/certificates",
                                IssuingConnection.bearer(new String(rest, UTF_8)),
                                new byte[0]);
                };
        assertThat(answer.status()).isIn(DECIDED);
        if (answer.body() != null) {
            for (JsonNode role :
                    JSON.readTree(IssuingProtocol.write(answer.body())).path("roles")) {
                assertThat(IssuingStage.certificate(role)
                                .getSubjectX500Principal()
                                .getName())
                        .isEqualTo(SUBJECT);
            }
        }
    }
}
