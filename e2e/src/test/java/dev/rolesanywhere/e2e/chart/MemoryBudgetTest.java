package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum of {@code docs/operations.md}, from the flags that are in the images and the limits that are in the chart. */
class MemoryBudgetTest {
    private static final Path ROOT = Path.of("..");
    private static final long MEBIBYTE = 1024 * 1024;

    /**
     * Threads of the JVM itself (compilers, collector, signals), of Netty's acceptor, of informers and timers, and 20
     * of the operator's reconcilers.
     */
    private static final Map<String, Integer> OTHER_THREADS = Map.of("webhook", 24, "operator", 64);

    /** Symbols, compilations, the collector's tables, the C library, in MiB: an estimate. An idle webhook had 33. */
    private static final Map<String, Integer> NATIVE = Map.of("webhook", 48, "operator", 56);

    @ParameterizedTest
    @CsvSource({"webhook, 384", "operator, 512"})
    void everything_that_a_process_may_use_fits_the_charts_limit(String part, int limit) throws Exception {
        assertThat(limit(part)).isEqualTo(limit);
        assertThat(sum(part, limit)).isLessThanOrEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"webhook, 640", "webhook, 4096", "operator, 768", "operator, 8192"})
    void the_sum_also_fits_a_larger_limit(String part, int limit) throws Exception {
        assertThat(sum(part, limit)).isLessThan(limit);
    }

    @ParameterizedTest
    @CsvSource({"webhook, 383Mi, 384Mi", "webhook, 300M, 384Mi", "operator, 0.25Gi, 512Mi", "operator, 511Mi, 512Mi"})
    void the_chart_rejects_a_limit_below_the_sum_with_the_smallest_allowed_limit(
            String part, String limit, String smallest) {
        assertThatThrownBy(() -> Chart.rendered(command -> command.set(part + ".resources.limits.memory", limit)))
                .hasMessageContaining(part + ".resources.limits.memory is " + limit + ": write at least " + smallest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "operator"})
    void a_full_heap_ends_the_process_with_the_jvms_message(String part) throws Exception {
        assertThat(flags(part)).contains("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void the_image_starts_java_with_these_flags() throws Exception {
        assertThat(Files.readString(ROOT.resolve("images/servers"))).contains("cat \"images/jvm/$part.args\"");
        assertThat(Files.readString(ROOT.resolve("images/Dockerfile")))
                .contains("MALLOC_ARENA_MAX=1", "[\"/opt/java/bin/java\", \"@/app/java.args\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "operator"})
    void the_page_shows_the_sum(String part) throws Exception {
        long limit = limit(part);
        assertThat(Files.readString(ROOT.resolve("docs/operations.md")))
                .contains("| %s | %d | %d | %d | %d | %d | %d | %d | %d | **%d** |"
                        .formatted(
                                part,
                                limit,
                                heap(part, limit),
                                mebibytes(part, "-XX:MaxMetaspaceSize="),
                                mebibytes(part, "-XX:ReservedCodeCacheSize="),
                                mebibytes(part, "-XX:MaxDirectMemorySize="),
                                stacks(part),
                                NATIVE.get(part),
                                temporaryFiles(part),
                                sum(part, limit)));
    }

    /** In MiB, each part rounded up. */
    private static long sum(String part, long limit) throws IOException {
        return heap(part, limit)
                + mebibytes(part, "-XX:MaxMetaspaceSize=")
                + mebibytes(part, "-XX:ReservedCodeCacheSize=")
                + mebibytes(part, "-XX:MaxDirectMemorySize=")
                + stacks(part)
                + NATIVE.get(part)
                + temporaryFiles(part);
    }

    private static long heap(String part, long limit) throws IOException {
        return (long) Math.ceil(limit * number(part, "-XX:MaxRAMPercentage=", "") / 100.0);
    }

    private static long stacks(String part) throws IOException {
        Properties settings = new Properties();
        try (var in = Files.newInputStream(ROOT.resolve(part + "/src/main/resources/application.properties"))) {
            settings.load(in);
        }
        long threads = OTHER_THREADS.get(part);
        for (String pool : List.of(
                "quarkus.thread-pool.max-threads",
                "quarkus.vertx.event-loops-pool-size",
                "quarkus.vertx.worker-pool-size",
                "quarkus.vertx.internal-blocking-pool-size")) {
            threads += Integer.parseInt(settings.getProperty(pool));
        }
        return (threads * number(part, "-Xss", "k") + 1023) / 1024;
    }

    /** A volume in memory counts as the container's memory. */
    private static long temporaryFiles(String part) {
        return deployment(part).getSpec().getTemplate().getSpec().getVolumes().stream()
                .map(Volume::getEmptyDir)
                .filter(volume -> volume != null && "Memory".equals(volume.getMedium()))
                .mapToLong(volume -> mebibytes(volume.getSizeLimit()))
                .sum();
    }

    private static long limit(String part) {
        Container container = deployment(part)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        return mebibytes(container.getResources().getLimits().get("memory"));
    }

    private static Deployment deployment(String part) {
        return Chart.rendered(UnaryOperator.identity()).stream()
                .filter(object -> object.getKind().equals("Deployment"))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), Deployment.class))
                .filter(found -> found.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getName()
                        .equals(part))
                .findFirst()
                .orElseThrow();
    }

    private static long mebibytes(Quantity quantity) {
        return quantity.getNumericalAmount().longValueExact() / MEBIBYTE;
    }

    private static long mebibytes(String part, String flag) throws IOException {
        return number(part, flag, "m");
    }

    private static long number(String part, String flag, String unit) throws IOException {
        Pattern form = Pattern.compile(Pattern.quote(flag) + "(\\d+)" + unit);
        return flags(part).stream()
                .flatMap(line -> form.matcher(line).results())
                .map(MatchResult::group)
                .map(found -> Long.parseLong(found.replaceAll("\\D+", " ").strip()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> flags(String part) throws IOException {
        return Files.readAllLines(ROOT.resolve("images/jvm/" + part + ".args")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
