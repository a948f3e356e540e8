package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Fact GOOD = Fact.good("leader", "one");
    private static final Fact BAD = Fact.bad("leader", "none", "Check it.", "page");
    private static final Fact UNKNOWN = Fact.unknown("leader", "hidden", "Request the right.");

    @Test
    void a_problem_of_the_installation_always_fails() {
        Findings findings = new Findings(List.of(GOOD, BAD), List.of());

        assertThat(findings.fail(false)).isTrue();
        assertThat(findings.fail(true)).isTrue();
        assertThat(findings.summary(true)).isEqualTo("1 of 2 checks failed. Fix the first one first.");
    }

    @Test
    void a_problem_of_an_object_fails_unless_it_is_tolerated() {
        Findings findings = new Findings(List.of(GOOD), List.of(BAD, GOOD));

        assertThat(findings.fail(false)).isTrue();
        assertThat(findings.fail(true)).isFalse();
        assertThat(findings.summary(false)).isEqualTo("1 of 3 checks failed. Fix the first one first.");
        assertThat(findings.summary(true))
                .isEqualTo(
                        "No problem of the installation found. Of trust anchors, roles and bindings, 1 checks failed.");
    }

    @Test
    void an_unknown_fact_does_not_fail() {
        Findings findings = new Findings(List.of(UNKNOWN), List.of(UNKNOWN));

        assertThat(findings.fail(false)).isFalse();
        assertThat(findings.summary(false)).isEqualTo("No problem found.");
    }
}
