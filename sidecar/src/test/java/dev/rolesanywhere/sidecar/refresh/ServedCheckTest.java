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
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sidecar does when credentials expire, and when the volume rejects files. */
class ServedCheckTest {
    private static final TestRole READER = named("reader").byDefault();
    private static final Instant LATER = NOW.plus(HOUR);
    private static final Instant RETRY = NOW.plusSeconds(30);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(NOW);
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private Path credentialsFile;
    private Path tokenFile;
    private RoleStates roles;
    private Publisher publisher;
    private ServedCheck check;

    @BeforeEach
    void start() throws Exception {
        credentialsFile = directory.resolve("volume/profiles/reader.json");
        tokenFile = directory.resolve("volume/token");
        VolumeMirror store = new VolumeMirror(new CredentialsVolume(directory.resolve("volume")), new SecureRandom());
        roles = new RoleStates(store);
        store.restore(roles, NOW);
        ServedPod served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(clock));
        publisher = new Publisher(roles, store, served, true);
        JsonLog log = new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), clock);
        check = new ServedCheck(roles, store, publisher, new Transitions(log));
        roles.issued(issued(READER), NOW);
    }

    @Test
    void credentials_that_have_expired_are_reported_and_their_file_is_removed() {
        serveUntil(LATER);
        check.run(NOW);
        assertThat(log()).isEmpty();
        assertThat(credentialsFile).exists();
        check.run(LATER);
        assertThat(log())
                .singleElement()
                .asString()
                .contains(
                        "\"message\":\"they were not renewed in time\"",
                        "\"reason\":\"CredentialsExpired\"",
                        "\"role\":\"reader\"");
        assertThat(credentialsFile).doesNotExist();
    }

    @Test
    void the_report_of_expired_credentials_has_the_cause_of_the_last_failure() {
        serveUntil(LATER);
        roles.update("reader", roles.state("reader").because("Throttled: wait"), NOW);
        check.run(LATER);
        assertThat(log()).singleElement().asString().contains("\"message\":\"Throttled: wait\"");
    }

    @Test
    void a_role_that_never_had_credentials_is_not_reported_as_expired() {
        check.run(LATER);
        assertThat(log()).isEmpty();
    }

    @Test
    void expired_credentials_are_reported_once() {
        serveUntil(LATER);
        check.run(LATER);
        check.run(LATER.plusSeconds(1));
        assertThat(log()).hasSize(1);
    }

    @Test
    void credentials_that_expire_after_a_renewal_are_reported_again() {
        serveUntil(LATER);
        check.run(LATER);
        serveUntil(LATER.plus(HOUR));
        check.run(LATER);
        check.run(LATER.plus(HOUR));
        assertThat(log()).hasSize(2);
    }

    @Test
    void a_check_that_finds_nothing_writes_nothing() throws Exception {
        serveUntil(LATER);
        Files.delete(tokenFile);
        check.run(NOW);
        assertThat(tokenFile).doesNotExist();
    }

    @Test
    void a_check_that_finds_the_same_expired_credentials_writes_nothing() throws Exception {
        serveUntil(LATER);
        check.run(LATER);
        Files.delete(tokenFile);
        check.run(LATER.plusSeconds(1));
        assertThat(tokenFile).doesNotExist();
    }

    @Test
    void a_complete_volume_needs_no_retry() {
        serveUntil(LATER);
        check.run(NOW);
        assertThat(check.next(LATER)).isEqualTo(LATER);
        check.setBack(HOUR);
        assertThat(check.next(LATER)).isEqualTo(LATER);
    }

    @Test
    void a_volume_that_rejects_a_file_is_reported_once_and_retried_after_half_a_minute() throws Exception {
        new BlockedFile(tokenFile).block();
        serveUntil(LATER);
        check.run(NOW);
        check.run(NOW.plusSeconds(10));
        assertThat(check.next(LATER)).isEqualTo(RETRY);
        assertThat(log())
                .singleElement()
                .asString()
                .contains(
                        "\"message\":\"the volume cannot be written: ",
                        "\"reason\":\"VolumeUnwritable\"",
                        "\"action\":\"Meanwhile the endpoint still serves credentials.\"");
    }

    @Test
    void each_retry_that_fails_is_followed_by_another() throws Exception {
        new BlockedFile(tokenFile).block();
        serveUntil(LATER);
        check.run(NOW);
        check.run(RETRY);
        assertThat(check.next(LATER)).isEqualTo(RETRY.plusSeconds(30));
    }

    @Test
    void work_before_the_retry_of_the_volume_is_not_delayed() throws Exception {
        new BlockedFile(tokenFile).block();
        serveUntil(LATER);
        check.run(NOW);
        assertThat(check.next(NOW.plusSeconds(5))).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void a_volume_that_accepts_files_again_is_complete_after_the_retry() throws Exception {
        new BlockedFile(tokenFile).block();
        serveUntil(LATER);
        check.run(NOW);
        new BlockedFile(tokenFile).unblock();
        check.run(RETRY.minusMillis(1));
        assertThat(tokenFile).doesNotExist();
        check.run(RETRY);
        assertThat(tokenFile).isRegularFile();
        assertThat(credentialsFile).exists();
        assertThat(check.next(LATER)).isEqualTo(LATER);
        assertThat(log()).hasSize(2).last().asString().contains("\"reason\":\"VolumeWritten\"");
    }

    @Test
    void the_retry_of_the_volume_follows_a_clock_that_was_ahead() throws Exception {
        new BlockedFile(tokenFile).block();
        serveUntil(LATER);
        check.run(NOW);
        check.setBack(Duration.ofMinutes(10));
        assertThat(check.next(LATER)).isEqualTo(RETRY.minus(Duration.ofMinutes(10)));
    }

    private void serveUntil(Instant end) {
        roles.update("reader", roles.state("reader").renewed(credentials("ASIA", end), null, NOW, 0), NOW);
        publisher.writeAndPublish(NOW);
    }

    private List<String> log() {
        return logged.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
