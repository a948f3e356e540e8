package dev.rolesanywhere.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.RoleCondition.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalAdviceTest {
    static Stream<Reason> refusals() {
        return Outcome.REPORTABLE.stream().filter(reason -> reason != Reason.Accepted);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void every_reason_that_a_pod_may_report_has_a_sentence_of_ours(Reason reason) {
        assertThat(RefusalAdvice.of(reason)).matches("[A-Z].*\\..*\\.");
    }
}
