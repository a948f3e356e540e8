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
    void every_reportable_reason_has_our_own_advice(Reason reason) {
        assertThat(RefusalAdvice.of(reason)).matches("[A-Z].*\\..*\\.");
    }
}
