package dev.rolesanywhere.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.fault.Application.Count;
import dev.rolesanywhere.e2e.scenario.Emulator;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Operator;
import dev.rolesanywhere.e2e.scenario.Webhook;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a separate cluster, AWS, the node, the operator and the API server fail while applications ask for credentials and call AWS with an unmodified boto3: the count of their errors
 * is the result. Sessions last minutes, so that each fault is met by a renewal within 40 s. Faults that do not touch one another happen at the same time, and what one leaves to
 * wait for is looked at after others. The same list in virtual time, with AWS's own durations, is the sidecar's FaultsTest.
 */
@NeedsCluster
@Alone("counts the errors of applications, which a busy machine causes too")
@Order(5)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsE2E {
    private static final Duration OUTAGE = Duration.ofMinutes(1);
    private static final int KILLS = 3;
    private static final long SEED = 7;

    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private Cluster cluster;
    private Installation installation;
    private Emulator emulator;
    private Applications applications;
    private Future<?> nodeFaults;
    private List<? extends Future<?>> kills;
    private String revokedLeaf;

    @BeforeAll
    void start_applications_that_send_requests_continuously() throws Exception {
        cluster = Cluster.start();
        installation = Installation.on(cluster);
        emulator = installation.emulator();
        applications = Applications.start(installation, background);
    }

    @AfterAll
    void close() {
        background.shutdownNow();
        cluster.close();
    }

    /** First, because a refused sidecar sends its next request only after minutes. */
    @Test
    @Order(1)
    void without_operator_and_webhook_the_present_leaf_renews_sessions_until_it_is_revoked() throws Exception {
        scale(0, 0);
        Instant away = Instant.now();
        Application renewed = applications.node();
        long sessions = renewed.sessions();
        Application revoked = applications.revoked();
        revokedLeaf = newestLeaf(revoked);
        emulator.importCrl(
                revoked.role(),
                emulator.sessionsOf(revoked.role())
                        .getLast()
                        .path("trustAnchorArn")
                        .asText(),
                RevocationList.of(cluster.client(), new BigInteger(revokedLeaf)));
        renewed.awaitSessions(sessions + 1);
        revoked.awaitReason("CertificateRevoked");
        assertThat(newestLeaf(revoked)).isEqualTo(revokedLeaf);
        sayHowLong("operator and webhook", away);
        scale(2, 1);
    }

    @Test
    @Order(2)
    void each_fault_of_awss_is_met_by_a_renewal_and_is_over_with_the_next() {
        // The clocks were wrong from the start, and the first renewals noticed it. They are correct from here on,
        // and the renewals some minutes later notice that.
        emulator.faults(AwsFault.json(fault -> !fault.isOfTheClock()));
        besides();
        applications.faulty().forEach((fault, application) -> application.awaitReason(fault.reason));
        Map<Application, Long> before = each(applications.renewing(), Application::sessions);
        emulator.clearFaults();
        before.forEach((application, sessions) -> application.awaitSessions(sessions + 1));
    }

    /** The results of {@link NodeFaults}. */
    @Test
    @Order(3)
    void the_nodes_faults_are_met_and_are_over_with_their_causes() throws Exception {
        nodeFaults.get();
    }

    /** The results of {@link Kills}. */
    @Test
    @Order(4)
    void while_a_sidecar_restarts_each_connection_is_refused_or_answered_correctly() throws Exception {
        for (Future<?> kill : kills) {
            kill.get();
        }
        for (Application application : applications.killed()) {
            application.awaitNextAnswer();
            Count count = application.count();
            System.out.printf("%s: killed %d times: %s%n", application.pod(), KILLS, count);
            assertThat(count.refused()).isPositive();
            assertThat(count.wrong() + count.failed()).as(application::log).isZero();
            assertThat(application.workload().get(application.pod()).getStatus().getContainerStatuses())
                    .as("with the SDK for Java's loop, which ends at the first error")
                    .hasSize(2)
                    .allMatch(status -> status.getState().getRunning() != null);
        }
    }

    /** The backoff's next attempt may come minutes after the refusal. The tests in between use this time. */
    @Test
    @Order(5)
    void a_revoked_leaf_is_replaced_once_the_operator_is_back() {
        // The CRL stays; the next leaf has another number.
        await("a session with another leaf").atMost(Cluster.PATIENCE).until(() -> !newestLeaf(applications.revoked())
                .equals(revokedLeaf));
    }

    @Test
    @Order(6)
    void without_the_api_server_the_held_leaf_renews() {
        List<Application> renewing = applications.renewing();
        Map<Application, Long> reached = each(renewing, application -> application.reasons("IssuerReached"));
        Map<Application, Long> before = each(renewing, this::sessionsGiven);
        Instant away = Instant.now();
        cluster.stopApiServer();
        try {
            before.forEach((application, sessions) -> await(application.role() + " is renewed")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> sessionsGiven(application) > sessions));
            await("a minute is over").atMost(Cluster.PATIENCE).until(() -> Instant.now()
                    .isAfter(away.plus(OUTAGE)));
        } finally {
            cluster.continueApiServer();
            sayHowLong("API server", away);
        }
        // Each had called the operator without success.
        reached.forEach((application, times) -> await(application.role() + " reaches the operator again")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> application.reasons("IssuerReached") > times));
        Operator.scale(cluster.client(), 2);
    }

    @Order(7)
    @ParameterizedTest(name = "{0}")
    @MethodSource("unharmed")
    void each_application_had_no_error(Application application) {
        if (application.role().startsWith("faults-clock")) {
            application.awaitReason("ClockRight");
        }
        application.noticedNothing();
    }

    List<Application> unharmed() {
        return applications.unharmed();
    }

    /** Faults of other pods than those with AWS's faults. */
    private void besides() {
        nodeFaults = background.submit(() -> {
            new NodeFaults(installation, applications.node()).run();
            return null;
        });
        kills = IntStream.range(0, applications.killed().size())
                .mapToObj(index -> background.submit(() -> {
                    new Kills(applications.killed().get(index), KILLS, SEED + index).run();
                    return null;
                }))
                .toList();
    }

    private void scale(int operators, int webhooks) throws Exception {
        Future<?> other = background.submit(() -> Webhook.scale(cluster.client(), webhooks));
        Operator.scale(cluster.client(), operators);
        other.get();
    }

    private static void sayHowLong(String part, Instant since) {
        System.out.printf(
                "%s: away for %d s%n",
                part, Duration.between(since, Instant.now()).toSeconds());
    }

    private String newestLeaf(Application application) {
        return emulator.sessionsOf(application.role())
                .getLast()
                .path("leafSerial")
                .asText();
    }

    private long sessionsGiven(Application application) {
        return emulator.sessionsOf(application.role()).size();
    }

    private static Map<Application, Long> each(List<Application> applications, ToLongFunction<Application> figure) {
        Map<Application, Long> figures = new LinkedHashMap<>();
        applications.forEach(application -> figures.put(application, figure.applyAsLong(application)));
        return figures;
    }
}
