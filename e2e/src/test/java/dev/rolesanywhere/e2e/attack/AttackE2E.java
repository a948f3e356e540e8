package dev.rolesanywhere.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The short form of {@code make attack}: during each attack all of our processes keep running and all legitimate
 * requests are served. The class measures times, so it runs last and alone.
 */
@NeedsCluster
@Alone("measures")
@Order(Integer.MAX_VALUE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackE2E {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("attack.seconds", 2));

    private Ground ground;

    @BeforeAll
    void attackers_and_customers_run() throws Exception {
        System.out.println(Result.heading());
        ground = new Ground();
    }

    @AfterAll
    void the_attackers_are_removed() {
        if (ground != null) {
            ground.end();
        }
    }

    static List<Attack> observed() {
        return Attack.OBSERVED;
    }

    @ParameterizedTest
    @MethodSource("observed")
    void processes_survive_an_attack_and_answer_every_legitimate_request(Attack attack) throws Exception {
        survived(attack);
    }

    @Test
    void five_hundred_clients_of_a_pod_are_answered_within_a_second_when_they_start_at_once() throws Exception {
        Result result = survived(Attack.BURST);
        // One fast burst of several is enough, because the clients' own machine may slow down a burst.
        assertThat(result.sent()).contains("best=" + Attack.BURST.each()).doesNotContain("not answered");
    }

    @Test
    void a_standby_issues_nothing_to_new_keys() throws Exception {
        Result result = survived(Attack.STANDBY_KEYS);
        assertThat(result.answers("200")).as(result.sent()).isZero();
        assertThat(result.answers("503")).as(result.sent()).isPositive();
    }

    @Test
    void statuses_are_updated_for_any_text_that_a_pod_reports() throws Exception {
        Statuses statuses = new Statuses(Installation.get().client(), Ground.ATTACKERS);
        Result result = survived(Attack.OUTCOME_TEXTS);
        assertThat(result.answers("204")).as(result.sent()).isPositive();
        statuses.change();
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(statuses.behind()).isEmpty());
    }

    @Test
    void endless_reports_in_one_namespace_suppress_no_event_of_another() throws Exception {
        survived(Attack.EVENT_FLOOD);
        Pod bystander = ground.reports().bystander();
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(
                        () -> assertThat(ground.reports().hasEvent(bystander)).isTrue());
    }

    private Result survived(Attack attack) throws Exception {
        Result result = ground.run(attack, TIME, attack.on() == Attack.On.SIDECARS);
        System.out.println(result.row());
        assertThat(result.tookPlace()).as(result.row()).isTrue();
        assertThat(result.casualties()).as(result.row()).isEmpty();
        assertThat(result.unserved()).as(result.row()).isEmpty();
        return result;
    }
}
