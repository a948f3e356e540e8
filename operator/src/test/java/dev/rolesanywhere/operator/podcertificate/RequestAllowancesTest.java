package dev.rolesanywhere.operator.podcertificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestAllowancesTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final RequestAllowances allowances = new RequestAllowances(clock);

    @Test
    void a_pod_with_too_many_requests_waits_and_another_pod_of_its_node_does_not() {
        assertThat(looks("uid-1", 21)).isEqualTo(20);
        assertThat(allowances.refusal(request("uid-1")))
                .hasValueSatisfying(why -> assertThat(why).contains("pod 'orders-1'", "20 times"));
        assertThat(allowances.refusal(request("uid-2"))).isEmpty();

        clock.pass(Duration.ofMinutes(1));
        assertThat(allowances.refusal(request("uid-1"))).isEmpty();
    }

    @Test
    void a_node_that_requests_for_very_many_pods_waits() {
        assertThat(IntStream.range(0, 700)
                        .filter(pod -> allowances.refusal(request("uid-" + pod)).isEmpty())
                        .count())
                .isEqualTo(600);
        assertThat(allowances.refusal(request("uid-other")))
                .hasValueSatisfying(why -> assertThat(why).contains("node 'n1'"));
    }

    private long looks(String uid, int tries) {
        return IntStream.range(0, tries)
                .filter(look -> allowances.refusal(request(uid)).isEmpty())
                .count();
    }

    private static PodCertificateRequest request(String uid) {
        return PodCertificateRequest.of(Requests.written("orders-1", uid, "{}"));
    }
}
