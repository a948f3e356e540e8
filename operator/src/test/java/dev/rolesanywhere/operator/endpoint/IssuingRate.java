package dev.rolesanywhere.operator.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make issuing-rate}: how many certificates a second one thread issues, from the request's bytes to the answer's. TokenReview and the pod
 * come from memory, and there is no TLS: what the API server and the network cost comes on top.
 */
public final class IssuingRate {
    private static final int WARM_UP = 3000;
    private static final int MEASURED = 5000;
    private static final int ROUNDS = 3;

    private IssuingRate() {}

    public static void main(String[] arguments) throws Exception {
        IssuingStage stage = new IssuingStage();
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            requests.add(stage.request());
        }
        issue(stage, requests, WARM_UP);
        System.out.printf(
                "One thread, P-256 keys, self-signed CA, %d certificates a round after %d to warm up:%n",
                MEASURED, WARM_UP);
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            issue(stage, requests, MEASURED);
            System.out.printf("%.0f certificates a second%n", MEASURED * 1e9 / (System.nanoTime() - begin));
        }
    }

    private static void issue(IssuingStage stage, List<byte[]> requests, int times) {
        for (int i = 0; i < times; i++) {
            // No pod may ask more than 40 times a minute.
            stage.clock.pass(Duration.ofSeconds(2));
            Answer answer = stage.ask("/v1/certificates", "orders-token", requests.get(i % requests.size()));
            if (answer.status() != Answer.OK
                    || !(answer.body() instanceof CertificatesAnswer body)
                    || body.roles().size() != 1) {
                throw new IllegalStateException("not issued: " + answer);
            }
            IssuingProtocol.write(body);
        }
    }
}
