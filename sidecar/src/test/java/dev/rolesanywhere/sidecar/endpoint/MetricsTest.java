package dev.rolesanywhere.sidecar.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_]+) \\S.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (counter|gauge)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{[a-z]+=\"[A-Za-z0-9._-]*\"\\})? (-?[0-9]+)");

    private final Metrics metrics = new Metrics(Clock.fixed(NOW, ZoneOffset.UTC));

    /** Prometheus, "Text-based format" 0.0.4: HELP, TYPE, then the samples of that family; no series twice. */
    @Test
    void prometheus_can_parse_the_metrics() {
        metrics.refreshed("Accepted");
        metrics.refreshed("ClockSkew");
        metrics.certificate("reader", NOW);
        metrics.obtained("reader", NOW);
        metrics.clockOffset(Duration.ofSeconds(-1200));
        metrics.requested(200);
        metrics.requested(403);
        Map<String, Long> series = parse();
        assertThat(series)
                .containsEntry(
                        "rolesanywhere_sidecar_credentials_expiration_timestamp_seconds{profile=\"reader\"}",
                        NOW.getEpochSecond() + 999)
                .containsEntry(
                        "rolesanywhere_sidecar_credentials_obtained_timestamp_seconds{profile=\"reader\"}",
                        NOW.getEpochSecond())
                .containsEntry(
                        "rolesanywhere_sidecar_certificate_expiration_timestamp_seconds{profile=\"reader\"}",
                        NOW.getEpochSecond())
                .containsEntry("rolesanywhere_sidecar_refreshes_total{result=\"ClockSkew\"}", 1L)
                .containsEntry("rolesanywhere_sidecar_requests_total{code=\"403\"}", 1L)
                .containsEntry("rolesanywhere_sidecar_last_served_timestamp_seconds", NOW.getEpochSecond())
                .containsEntry("rolesanywhere_sidecar_clock_offset_seconds", -1200L)
                .containsEntry("rolesanywhere_sidecar_info{version=\"" + IssuerClient.VERSION + "\"}", 1L);
    }

    @Test
    void an_unused_counter_is_zero_and_no_gap() {
        assertThat(parse())
                .containsEntry("rolesanywhere_sidecar_requests_total{code=\"200\"}", 0L)
                .containsEntry("rolesanywhere_sidecar_last_served_timestamp_seconds", 0L);
    }

    @Test
    void every_status_of_the_endpoint_starts_at_zero() {
        assertThat(ofFamily("requests_total", "code"))
                .containsOnly(
                        entry("200", 0L),
                        entry("400", 0L),
                        entry("401", 0L),
                        entry("403", 0L),
                        entry("404", 0L),
                        entry("405", 0L),
                        entry("503", 0L));
    }

    @Test
    void every_result_of_the_sidecar_itself_starts_at_zero() {
        Map<String, Long> expected = new HashMap<>(Map.of(
                "Accepted", 0L,
                "IssuerUnreachable", 0L,
                "TokenUnreadable", 0L,
                "SidecarFault", 0L,
                "AnswerUnreadable", 0L,
                "Other", 0L));
        EnumSet.range(RoleCondition.Reason.RoleTrustPolicyDenies, RoleCondition.Reason.RefusedUnknown)
                .forEach(reason -> expected.put(reason.name(), 0L));

        assertThat(ofFamily("refreshes_total", "result")).isEqualTo(expected);
    }

    @Test
    void text_from_the_network_adds_no_lines_and_only_bounded_series() {
        metrics.refreshed("evil\"} 1\nother");
        for (int i = 0; i < 1000; i++) {
            metrics.refreshed("R" + i);
        }
        assertThat(parse()).hasSizeLessThan(120).containsKey("rolesanywhere_sidecar_refreshes_total{result=\"Other\"}");
    }

    private Map<String, Long> ofFamily(String name, String label) {
        String start = "rolesanywhere_sidecar_" + name + "{" + label + "=\"";
        Map<String, Long> values = new HashMap<>();
        parse().forEach((series, value) -> {
            if (series.startsWith(start)) {
                values.put(series.substring(start.length(), series.length() - 2), value);
            }
        });
        return values;
    }

    private Map<String, Long> parse() {
        Map<String, Long> series = new HashMap<>();
        String family = "";
        for (String line : metrics.text(new Served(
                        "t",
                        "reader",
                        Map.of(
                                "reader",
                                new Served.Profile("r", new Credentials("A", "s", "k", NOW.plusSeconds(999)), null)),
                        null))
                .split("\n", -1)) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
            } else if (type.matches()) {
                assertThat(type.group(1)).isEqualTo(family);
            } else {
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
                String name = line.substring(0, line.lastIndexOf(' '));
                assertThat(series.put(name, Long.valueOf(sample.group(3))))
                        .as(name)
                        .isNull();
            }
        }
        return series;
    }
}
