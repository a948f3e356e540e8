package dev.rolesanywhere.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container that uses one role continuously and counts missing credentials: {@code
 * src/test/resources/fault/application.py}.
 */
record Application(String words, Workload workload, String pod, String role) {
    private static final Pattern LINE = Pattern.compile(
            "asked (\\d+) refused (\\d+) wrong (\\d+) gap ([\\d.]+) sessions (\\d+) calls (\\d+) failed (\\d+)");
    private static final Duration LOOK = Duration.ofMillis(400);

    /** The container's last line. */
    record Count(int asked, int refused, int wrong, double gap, int sessions, int calls, int failed) {}

    /** Named as its role. */
    static Container container(String role) {
        return Workload.container(role, Installation.PYTHON_IMAGE)
                .withCommand("python3", "-c", script())
                .build();
    }

    Count count() {
        Matcher line = LINE.matcher(log());
        Count last = new Count(0, 0, 0, 0, 0, 0, 0);
        while (line.find()) {
            last = new Count(
                    Integer.parseInt(line.group(1)),
                    Integer.parseInt(line.group(2)),
                    Integer.parseInt(line.group(3)),
                    Double.parseDouble(line.group(4)),
                    Integer.parseInt(line.group(5)),
                    Integer.parseInt(line.group(6)),
                    Integer.parseInt(line.group(7)));
        }
        return last;
    }

    String log() {
        return workload.log(pod, role);
    }

    /** How many different credentials it got from the endpoint. */
    long sessions() {
        return count().sessions();
    }

    void awaitSessions(long sessions) {
        await(role + " has had " + sessions + " sessions")
                .atMost(Cluster.PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptions()
                .until(() -> sessions() >= sessions);
    }

    /** An answer that is neither refused nor wrong. */
    void awaitNextAnswer() {
        Count before = count();
        await(role + " gets an answer")
                .atMost(Cluster.PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptions()
                .until(() -> {
                    Count now = count();
                    return now.asked() - now.refused() - now.wrong()
                            > before.asked() - before.refused() - before.wrong();
                });
    }

    void awaitReason(String reason) {
        await(role + " meets " + reason)
                .atMost(Cluster.PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptions()
                .until(() -> reasons(reason) > 0);
    }

    /** How often the sidecar has logged this reason, of the role or of the whole pod. */
    long reasons(String reason) {
        String begin = "\"reason\":\"" + reason + "\"";
        return workload.log(pod, Sidecar.CONTAINER)
                .lines()
                .filter(line -> line.contains(begin + ",\"role\":\"" + role + "\"")
                        || line.contains(begin) && !line.contains(begin + ",\"role\":"))
                .count();
    }

    /** Every answer was right and every call of boto3 succeeded. */
    void noticedNothing() {
        Count count = count();
        System.out.printf(
                "| %s | %d | %d | %d | %d | %d |%n",
                words, count.asked(), count.refused() + count.wrong(), count.calls(), count.failed(), count.sessions());
        assertThat(count.calls()).isPositive();
        assertThat(count.refused() + count.wrong() + count.failed())
                .as(() -> words + ": " + log())
                .isZero();
    }

    @Override
    public String toString() {
        return words;
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Application.class.getResourceAsStream("/fault/application.py"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
