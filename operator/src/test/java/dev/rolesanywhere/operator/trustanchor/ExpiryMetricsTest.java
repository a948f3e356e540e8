package dev.rolesanywhere.operator.trustanchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExpiryMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final KeyMaterial FIRST = material(1, Duration.ofDays(10));
    private static final KeyMaterial SECOND = material(2, Duration.ofDays(20));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExpiryMetrics metrics = new ExpiryMetrics(registry);

    @Test
    void each_authority_has_its_end() {
        metrics.trustAnchor("prod", Generations.first(1, FIRST).withNext(2, SECOND));
        metrics.trustAnchor("test", Generations.first(1, SECOND));

        assertThat(series())
                .isEqualTo(Map.of("prod Active", end(FIRST), "prod Next", end(SECOND), "test Active", end(SECOND)));
    }

    @Test
    void an_activated_authority_has_no_series_as_next() {
        metrics.trustAnchor("prod", Generations.first(1, FIRST).withNext(2, SECOND));
        metrics.trustAnchor("prod", Generations.first(2, SECOND));

        assertThat(series()).isEqualTo(Map.of("prod Active", end(SECOND)));
    }

    @Test
    void a_deleted_trust_anchor_has_no_series_until_it_is_recreated() {
        metrics.trustAnchor("prod", Generations.first(1, FIRST).withNext(2, SECOND));
        metrics.trustAnchor("test", Generations.first(1, SECOND));
        metrics.forget("prod");
        metrics.forget("never-seen");

        assertThat(series()).isEqualTo(Map.of("test Active", end(SECOND)));
        metrics.trustAnchor("prod", Generations.first(1, FIRST));
        assertThat(series()).containsEntry("prod Active", end(FIRST));
    }

    private Map<String, Double> series() {
        return registry.find("rolesanywhere.authority.expiration.timestamp.seconds").gauges().stream()
                .collect(Collectors.toMap(
                        gauge -> gauge.getId().getTag("trust_anchor") + " "
                                + gauge.getId().getTag("state"),
                        gauge -> gauge.value()));
    }

    private static double end(KeyMaterial material) {
        return material.validity().orElseThrow().notAfter().getEpochSecond();
    }

    private static KeyMaterial material(int generation, Duration lifetime) {
        Map<String, String> made = new SelfSignedAuthorities(new TestClock(NOW), new SecureRandom())
                .generate("example.org", generation, KeySpec.P256, lifetime)
                .secretData();
        return new KeyMaterial(made.getOrDefault("tls.crt", ""), made.getOrDefault("tls.key", ""), KeyMaterial.OWN);
    }
}
