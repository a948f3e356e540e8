package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Over the webhook's own port, with TLS. */
@QuarkusTest
@QuarkusTestResource(RunningWebhook.class)
class WarmUpTest {
    @Inject
    WarmUp warmUp;

    @Test
    void the_webhook_answers_its_own_reviews() {
        await().atMost(Duration.ofMinutes(2)).until(() -> warmUp.state().ended());
        assertThat(warmUp.state()).isEqualTo(WarmUp.State.Answered);
    }
}
