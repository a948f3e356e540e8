package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's clock was ahead for three minutes: each part of the state moves its times. Randomness is always 0. */
class PodStateTest {
    private static final Duration AHEAD = Duration.ofMinutes(3);
    private static final Instant EARLIER = NOW.minus(AHEAD);
    private static final Issued READER = issued(named("reader"));
    private static final IssuedRole ITS_LEAF = READER.roles().getFirst();

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(NOW);
    private final ServedPod served = new ServedPod(new Served("", null, Map.of(), null), new Metrics(clock));
    private PodState state;

    @BeforeEach
    void start() {
        VolumeMirror store = new VolumeMirror(new CredentialsVolume(directory), new SecureRandom());
        JsonLog log = new JsonLog(new PrintStream(OutputStream.nullOutputStream()), clock);
        state = new PodState(store, new Clients(true, served, store, log));
    }

    @Test
    void the_next_request_to_the_operator_is_earlier() {
        state.issuer().answered(READER, NOW, 0);
        state.setBack(AHEAD);
        assertThat(state.issuer().nextCheck()).isEqualTo(EARLIER.plus(HOUR));
    }

    @Test
    void the_slot_of_a_role_is_earlier() {
        state.leaves().replace(READER.roles());
        state.leaves().setSlot(ITS_LEAF, NOW);
        state.setBack(AHEAD);
        assertThat(state.leaves().slot(ITS_LEAF)).isEqualTo(EARLIER);
    }

    @Test
    void the_next_call_of_aws_is_earlier() {
        state.roles().issued(READER, NOW);
        state.setBack(AHEAD);
        assertThat(state.roles().state("reader").dueAt()).isEqualTo(EARLIER);
    }

    @Test
    void the_next_report_is_earlier() {
        state.reports().failed(List.of(), IssuingException.of(new IllegalStateException("no thread")), NOW, 0);
        state.setBack(AHEAD);
        assertThat(state.reports().dueAt()).isEqualTo(EARLIER.plusMillis(500));
    }

    @Test
    void the_report_about_missing_requests_of_clients_is_earlier() {
        Served.Profile reader = new Served.Profile("token", credentials("ASIA1", NOW.plus(HOUR)), null);
        served.serve(new Served("", "reader", Map.of("reader", reader), null));
        state.clients().look(NOW);
        state.setBack(AHEAD);
        assertThat(state.clients().next(NOW.plus(HOUR), NOW)).isEqualTo(EARLIER.plus(Clients.PATIENCE));
    }

    @Test
    void before_the_first_credentials_there_is_no_report_to_move() {
        state.setBack(AHEAD);
        assertThat(state.clients().next(NOW.plus(HOUR), NOW)).isEqualTo(NOW.plus(HOUR));
    }
}
