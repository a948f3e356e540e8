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
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint's answers for a pod, and the reason why its containers wait. */
class PublisherTest {
    private static final TestRole READER = named("reader").byDefault();
    private static final TestRole WRITER = named("writer");
    private static final Instant LATER = NOW.plus(HOUR);

    @TempDir
    Path directory;

    private final ServedPod served =
            new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(new TestClock(NOW)));
    private VolumeMirror store;
    private RoleStates roles;
    private Publisher publisher;

    @BeforeEach
    void start() throws Exception {
        store = new VolumeMirror(new CredentialsVolume(directory.resolve("volume")), new SecureRandom());
        roles = new RoleStates(store);
        store.restore(roles, NOW);
        publisher = new Publisher(roles, store, served, true);
    }

    @Test
    void a_role_is_served_at_its_profile_and_at_its_name() {
        roles.issued(issued(READER.inProfile("shop")), NOW);
        serve("reader");
        publisher.publish(NOW);
        assertThat(served.served().profiles()).containsOnlyKeys("shop");
        assertThat(served.served().roles()).containsOnlyKeys("reader");
        assertThat(served.served().defaultRole()).isEqualTo("reader");
        assertThat(served.served().defaultToken()).isEqualTo(store.defaultToken());
    }

    @Test
    void containers_wait_for_every_role_of_the_start() {
        roles.issued(issued(READER, WRITER), NOW);
        serve("reader");
        assertThat(waitsFor()).isEqualTo("waiting for AWS's answer for role writer");
        serve("writer");
        assertThat(waitsFor()).isNull();
    }

    @Test
    void containers_that_have_started_wait_for_no_further_role() {
        roles.issued(issued(READER), NOW);
        serve("reader");
        assertThat(waitsFor()).isNull();
        roles.issued(issued(READER, WRITER), NOW);
        assertThat(waitsFor()).isNull();
    }

    @Test
    void containers_wait_while_the_default_role_has_no_credentials() {
        roles.issued(issued(READER), NOW);
        assertThat(waitsFor()).isEqualTo("waiting for credentials from AWS");
        roles.update("reader", roles.state("reader").because("Throttled: wait"), NOW);
        assertThat(waitsFor()).isEqualTo("Throttled: wait");
    }

    @Test
    void a_default_role_that_is_no_longer_bound_is_reported() {
        roles.issued(issued(READER), NOW);
        serve("reader");
        roles.issued(issued(WRITER), LATER);
        publisher.publish(LATER);
        assertThat(served.served().notStartedBecause()).startsWith("role reader is no longer bound to this pod");
    }

    @Test
    void before_the_operators_first_answer_its_problem_is_the_reason() {
        assertThat(waitsFor()).isEqualTo("waiting for a certificate from the operator");
        roles.issuerFailed("TemporarilyUnavailable: try again");
        assertThat(waitsFor()).isEqualTo("TemporarilyUnavailable: try again");
    }

    @Test
    void an_unwritable_volume_is_the_reason() throws Exception {
        roles.issued(issued(READER), NOW);
        serve("reader");
        Path config = directory.resolve("volume/token");
        Files.deleteIfExists(config);
        Files.createDirectories(config.resolve("in-the-way"));
        publisher.writeAndPublish(NOW);
        assertThat(served.served().notStartedBecause()).startsWith("the volume cannot be written: ");
    }

    private @Nullable String waitsFor() {
        publisher.publish(NOW);
        return served.served().notStartedBecause();
    }

    private void serve(String role) {
        roles.update(role, roles.state(role).renewed(credentials("ASIA", LATER), null, NOW, 0), NOW);
    }
}
