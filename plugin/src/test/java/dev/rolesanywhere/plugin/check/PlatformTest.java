package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "1,30,Good",
        "1,30+,Good",
        "1,35,Good",
        "2,0,Good",
        "1,29,Bad",
        "1,9,Bad",
        "'','',Bad",
        "1,99999999999,Bad"
    })
    void kubernetes_1_30_is_the_oldest(String major, String minor, Verdict verdict) {
        assertThat(new Platform(major, minor, Set.of(), Set.of()).version().verdict())
                .isEqualTo(verdict);
    }

    @Test
    void admission_policies_need_their_bindings_too() {
        assertThat(new Platform("1", "30", Set.of("validatingadmissionpolicies"), Set.of())
                        .features()
                        .isBad())
                .isTrue();
    }

    @Test
    void a_missing_kind_is_named() {
        assertThat(new Platform("1", "30", Set.of(), Set.of("awsroles", "awsrolebindings"))
                        .kinds()
                        .finding())
                .isEqualTo("missing: awstrustanchors");
    }
}
