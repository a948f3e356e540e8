package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PodTableIT reads tables of a real API server. */
class PodTableTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String HEADER = Stream.of(
                    "Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates")
            .map("{\"name\": \"%s\"}"::formatted)
            .collect(Collectors.joining(", "));
    private static final List<String> RUNNING = List.of("a", "2/2", "Running", "0", "5d", "10.0.0.1", "n1");

    @Test
    void the_same_pods_that_run_well_are_still_the_same() {
        assertThat(table(RUNNING).isStill(table(RUNNING), MINUTE)).isTrue();
        assertThat(table().isStill(table(), MINUTE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, b",
        "1, 1/2",
        "2, Terminating",
        "3, 1 (3s ago)",
        "5, 10.0.0.2",
        "6, n2",
        "4, 59s",
    })
    void one_cell_that_differs_is_seen(int column, String value) {
        List<String> changed = new ArrayList<>(RUNNING);
        changed.set(column, value);
        assertThat(table(changed).isStill(table(RUNNING), MINUTE)).isFalse();
    }

    @Test
    void time_alone_changes_nothing() {
        List<String> before = List.of("a", "2/2", "Running", "1 (2m ago)", "61s", "10.0.0.1", "n1");
        List<String> later = List.of("a", "2/2", "Running", "1 (4m3s ago)", "3m4s", "10.0.0.1", "n1");
        assertThat(table(later).isStill(table(before), MINUTE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Pending, 0/2", "Init:0/1, 0/2", "Running, 1/2", "CrashLoopBackOff, 1/2", "Running, <none>"})
    void pods_that_do_not_run_well_are_never_the_same(String status, String ready) {
        List<String> pod = List.of("a", ready, status, "0", "5d", "10.0.0.1", "n1");
        assertThat(table(pod).isStill(table(pod), MINUTE)).isFalse();
    }

    @Test
    void a_table_without_these_columns_is_ignored() throws Exception {
        assertThat(PodTable.of(
                        new ObjectMapper().readTree("{\"columnDefinitions\": [{\"name\": \"Name\"}], \"rows\": []}")))
                .isEmpty();
        assertThat(PodTable.of(new ObjectMapper().readTree("{\"kind\": \"PodList\", \"items\": []}")))
                .isEmpty();
    }

    @Test
    void a_part_of_a_table_is_ignored() throws Exception {
        assertThat(PodTable.of(new ObjectMapper()
                        .readTree("{\"metadata\": {\"continue\": \"x\"}, \"columnDefinitions\": [%s], \"rows\": []}"
                                .formatted(HEADER))))
                .isEmpty();
    }

    @SafeVarargs
    private static PodTable table(List<String>... rows) {
        String cells = Stream.of(rows)
                .map(row ->
                        row.stream().map("\"%s\""::formatted).collect(Collectors.joining(", ", "{\"cells\": [", "]}")))
                .collect(Collectors.joining(", "));
        try {
            return PodTable.of(new ObjectMapper()
                            .readTree("{\"columnDefinitions\": [%s], \"rows\": [%s]}".formatted(HEADER, cells)))
                    .orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
