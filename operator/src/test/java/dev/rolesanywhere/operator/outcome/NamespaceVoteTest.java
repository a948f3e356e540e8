package dev.rolesanywhere.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.RoleCondition.Reason;
import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceVoteTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
        0, 0, SILENCE
        1, 0, ONE_NAMESPACE
        0, 1, ONE_NAMESPACE
        2, 0, WELL
        9, 1, WELL
        2, 1, WELL
        1, 1, DISAGREEMENT
        2, 2, DISAGREEMENT
        9, 2, DISAGREEMENT
        0, 2, BADLY
        1, 2, BADLY
        2, 3, BADLY
        """)
    void the_number_of_namespaces_decides(int well, int badly, NamespaceVote.Verdict verdict) {
        List<Outcome> reports = new ArrayList<>();
        IntStream.range(0, well).forEach(i -> reports.add(report("good-" + i, "a", Reason.Accepted, 1)));
        IntStream.range(0, badly).forEach(i -> reports.add(report("bad-" + i, "a", Reason.UntrustedCertificate, 1)));

        assertThat(NamespaceVote.of(reports, Outcome::accepted).verdict()).isEqualTo(verdict);
    }

    @Test
    void a_thousand_pods_of_one_namespace_have_one_voice() {
        List<Outcome> reports = new ArrayList<>(List.of(report("shop", "a", Reason.Accepted, 1)));
        IntStream.range(0, 1000).forEach(i -> reports.add(report("attacker", "a" + i, Reason.UntrustedCertificate, 2)));

        NamespaceVote vote = NamespaceVote.of(reports, Outcome::accepted);

        assertThat(vote.badly()).hasSize(1);
        assertThat(vote.verdict()).isEqualTo(NamespaceVote.Verdict.DISAGREEMENT);
    }

    @Test
    void of_a_namespace_the_newest_report_counts() {
        NamespaceVote vote = NamespaceVote.of(
                List.of(report("shop", "a", Reason.Accepted, 2), report("shop", "b", Reason.UntrustedCertificate, 1)),
                Outcome::accepted);

        assertThat(vote.well()).containsOnlyKeys("shop");
        assertThat(vote.badly()).isEmpty();
    }

    @Test
    void the_complaint_is_the_one_of_most_namespaces_and_not_the_loudest() {
        NamespaceVote vote = NamespaceVote.of(
                List.of(
                        report("a", "a", Reason.UntrustedCertificate, 1),
                        report("b", "b", Reason.UntrustedCertificate, 1),
                        report("c", "c", Reason.AnchorMissingOrDisabled, 9)),
                Outcome::accepted);

        assertThat(vote.complaint()).isEqualTo(Reason.UntrustedCertificate);
    }

    @Test
    void a_few_namespaces_are_named_and_the_rest_is_counted() {
        assertThat(NamespaceVote.named(new TreeSet<>(List.of("shop")))).isEqualTo("namespace 'shop'");
        assertThat(NamespaceVote.named(new TreeSet<>(List.of("a", "b", "c", "d", "e", "f", "g"))))
                .isEqualTo("7 namespaces: a, b, c, d, e and 2 more");
    }

    private static Outcome report(String namespace, String pod, Reason reason, int minute) {
        return new Outcome(
                new PodReference(namespace, pod, "uid-" + pod, "orders"),
                "reader",
                reason,
                NOW.plusSeconds(60L * minute),
                null,
                null);
    }
}
