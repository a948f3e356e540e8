package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path directory;

    private ServedPod served;
    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        clients = restarted(true);
        serve(null);
    }

    @Test
    void no_report_is_sent_before_ten_minutes_with_credentials() {
        clients.look(START);
        assertThat(clients.next(START.plus(Duration.ofHours(1)), START)).isEqualTo(minutes(10));
        assertThat(clients.state(minutes(10).minusMillis(1))).isNull();
        assertThat(clients.isDue(minutes(10).minusMillis(1))).isFalse();
    }

    @Test
    void after_ten_minutes_without_a_request_one_report_is_sent() {
        clients.look(START);
        assertThat(clients.isDue(minutes(10))).isTrue();
        assertThat(clients.state(minutes(10))).isEqualTo("NeverAsked");
        clients.reported("NeverAsked");
        assertThat(clients.isDue(minutes(11))).isFalse();
        assertThat(clients.state(minutes(11))).isEqualTo("NeverAsked");
    }

    @Test
    void the_first_request_corrects_the_report() {
        clients.look(START);
        clients.reported("NeverAsked");
        served.asked();
        clients.look(minutes(30));
        assertThat(clients.isDue(minutes(30))).isTrue();
        assertThat(clients.state(minutes(30))).isEqualTo("Asked");
        clients.reported("Asked");
        assertThat(clients.isDue(minutes(31))).isFalse();
    }

    @Test
    void a_request_within_ten_minutes_causes_no_separate_report() {
        served.asked();
        clients.look(START);
        assertThat(clients.isDue(minutes(60))).isFalse();
        assertThat(clients.state(minutes(60))).isEqualTo("Asked");
    }

    @Test
    void time_in_which_the_containers_wait_or_nothing_is_served_does_not_count() {
        serve("waiting");
        clients.look(START);
        served.serve(new Served("", "reader", Map.of(), null));
        clients.look(minutes(5));
        serve(null);
        clients.look(minutes(20));
        assertThat(clients.state(minutes(29))).isNull();
        assertThat(clients.state(minutes(30))).isEqualTo("NeverAsked");
    }

    @Test
    void if_clients_may_read_files_no_report_is_sent() throws IOException {
        clients = restarted(false);
        serve(null);
        clients.look(START);
        assertThat(clients.state(minutes(60))).isNull();
        served.asked();
        clients.look(minutes(60));
        assertThat(clients.state(minutes(60))).isNull();
    }

    @Test
    void a_request_to_the_previous_sidecar_counts_after_a_restart() throws IOException {
        served.asked();
        clients.look(START);
        clients = restarted(true);
        serve(null);
        clients.look(minutes(1));
        assertThat(clients.state(minutes(60))).isEqualTo("Asked");
    }

    @Test
    void a_restarted_sidecar_corrects_the_report_of_the_previous_one() throws IOException {
        clients.look(START);
        clients.reported("NeverAsked");
        clients = restarted(true);
        serve(null);
        served.asked();
        clients.look(minutes(20));
        assertThat(clients.isDue(minutes(20))).isTrue();
    }

    private void serve(@Nullable String notStarted) {
        Served.Profile reader =
                new Served.Profile("token", new Credentials("ASIA1", "s", "t", START.plus(Duration.ofHours(6))), null);
        served.serve(new Served("", "reader", Map.of("reader", reader), notStarted));
    }

    private Clients restarted(boolean known) throws IOException {
        TestClock clock = new TestClock(START);
        served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(clock));
        CredentialsVolume volume = new CredentialsVolume(directory);
        volume.prepare();
        Clients restarted = new Clients(
                known,
                served,
                new VolumeMirror(volume, new SecureRandom()),
                new JsonLog(new PrintStream(OutputStream.nullOutputStream()), clock));
        restarted.restore();
        return restarted;
    }

    private static Instant minutes(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }
}
