package dev.rolesanywhere.operator.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code make issuing-rate}: how many certificates a second one thread issues, from the request's bytes to the answer's. Keys are P-256 and
 * the CA is self-signed. TokenReview and the pod come from memory, and there is no TLS: what the API server and the network cost comes on top.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
public class IssuingRate {
    private static final int REQUESTS = 500;

    private final IssuingStage stage;
    private final List<byte[]> requests = new ArrayList<>();
    private int next;

    public IssuingRate() {
        try {
            stage = new IssuingStage();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void requests() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(stage.request());
        }
    }

    @Benchmark
    public Object certificate() {
        // No pod may send more than 40 requests a minute.
        stage.clock.pass(Duration.ofSeconds(2));
        Answer answer = stage.ask("/v1/certificates", "orders-token", requests.get(next++ % REQUESTS));
        if (answer.status() != Answer.OK
                || !(answer.body() instanceof CertificatesAnswer body)
                || body.roles().size() != 1) {
            throw new IllegalStateException("not issued: " + answer);
        }
        return IssuingProtocol.write(body);
    }
}
