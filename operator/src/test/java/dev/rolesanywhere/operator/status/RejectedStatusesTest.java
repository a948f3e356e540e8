package dev.rolesanywhere.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test simulates the API server and sets what it rejects. */
class RejectedStatusesTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RejectedStatuses statuses = new RejectedStatuses(metrics);
    private final List<AWSRoleStatus> sent = new ArrayList<>();
    private Predicate<AWSRoleStatus> rejects = status -> false;
    private int code = 422;

    @Test
    void an_accepted_status_is_sent_once_unchanged() {
        write(status("all is well", "111122223333"), null);

        assertThat(sent).containsExactly(status("all is well", "111122223333"));
        assertThat(rejections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void a_rejected_message_is_omitted_and_the_rest_is_written(int answered) {
        code = answered;
        rejects = status -> message(status).equals("hostile");

        write(status("hostile", "111122223333"), null);

        assertThat(sent).hasSize(2);
        assertThat(sent.getLast()).isEqualTo(status(StatusContent.LEFT_OUT, "111122223333"));
        assertThat(rejections()).isEqualTo(1);
    }

    @Test
    void if_another_member_is_rejected_only_the_conditions_are_updated() {
        AWSRoleStatus before = status("old", "111122223333");
        rejects = status -> "hostile".equals(status.account());

        write(status("new", "hostile"), before);

        assertThat(sent).hasSize(3);
        assertThat(sent.getLast()).isEqualTo(status(StatusContent.LEFT_OUT, "111122223333"));
    }

    @Test
    void content_that_was_rejected_is_not_sent_again() {
        rejects = status -> message(status).equals("hostile");
        write(status("hostile", "111122223333"), null);
        AWSRoleStatus accepted = sent.getLast();
        sent.clear();

        write(status("hostile", "111122223333"), accepted);
        write(status("hostile", "111122223333"), accepted);

        assertThat(sent).isEmpty();
        assertThat(rejections()).isEqualTo(1);
    }

    @Test
    void if_everything_is_rejected_only_other_content_is_tried() {
        rejects = status -> true;
        for (int i = 0; i < 10; i++) {
            write(status("hostile", "111122223333"), null);
        }
        assertThat(sent).hasSize(2);

        rejects = status -> false;
        write(status("fine", "111122223333"), null);
        assertThat(sent.getLast()).isEqualTo(status("fine", "111122223333"));
    }

    @Test
    void a_failure_that_is_not_about_the_content_is_retried_as_ever() {
        code = 503;
        rejects = status -> true;

        assertThatThrownBy(() -> write(status("fine", "111122223333"), null))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(sent).hasSize(1);
        assertThat(rejections()).isZero();
    }

    private void write(AWSRoleStatus desired, @Nullable AWSRoleStatus observed) {
        statuses.write(
                "AWSRole",
                "reader",
                new StatusContent<>(desired, observed, AWSRoleStatus::conditions, AWSRoleStatus::with),
                status -> {
                    sent.add(status);
                    if (rejects.test(status)) {
                        throw new KubernetesClientException("control characters are not allowed", code, null);
                    }
                });
    }

    private double rejections() {
        return metrics.counter("rolesanywhere.status.rejected", "kind", "AWSRole")
                .count();
    }

    private static String message(AWSRoleStatus status) {
        return Objects.requireNonNull(status.conditions()).getFirst().message();
    }

    private static AWSRoleStatus status(String message, String account) {
        return new AWSRoleStatus(
                1L,
                List.of(new Condition(
                        "AcceptedByAWS",
                        Condition.Status.False,
                        "RefusedUnknown",
                        message,
                        "2026-01-02T03:04:05Z",
                        1L)),
                account,
                null,
                null,
                null,
                null,
                null,
                1,
                "0/1",
                null);
    }
}
