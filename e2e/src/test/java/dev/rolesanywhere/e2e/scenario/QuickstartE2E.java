package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The README's first role, word for word: its commands run by kubectl on the node, and what they print compared with what the README says they
 * print. Helm is {@link Installation}'s; of AWS, the emulator and a file with what the Terraform module gives back. {@link EmulatorQuickstart} has
 * the commands without AWS.
 */
@NeedsCluster
@Order(4)
@Alone("begins without the trust anchor of the others")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartE2E {
    private static final String SECTION = "## Quickstart";

    private final Installation installation = Installation.get();
    private final Document readme = Document.of("README.md");

    /** As in a new cluster. The CA's Secret stays and is adopted, so the AWS of the other scenarios still trusts it. */
    @BeforeAll
    void no_trust_anchor_exists() {
        new TrustAnchors().delete("default");
    }

    @AfterAll
    void the_trust_anchor_of_the_other_scenarios() {
        Manifests.apply(installation.client(), "trustanchor-registered.yaml");
        Workload.of("shop").end();
    }

    /** What a user sees with {@code kubectl get events} after the installation. */
    @Test
    @Order(1)
    void nothing_warns_after_a_fresh_installation() {
        assertThat(installation.warnings())
                .extracting(event -> "%s %s/%s: %s"
                        .formatted(
                                event.getReason(),
                                event.getInvolvedObject().getKind(),
                                event.getInvolvedObject().getName(),
                                event.getMessage()))
                .isEmpty();
    }

    @Test
    @Order(1)
    void helm_prints_the_next_steps() {
        assertThat(installation.notes())
                .contains(printed(1).strip())
                .contains("Next, create the certificate authority");
    }

    @Test
    @Order(2)
    void the_operator_creates_the_ca() {
        assertThat(run(2)).isEqualTo(printed(2));
    }

    @Test
    @Order(3)
    void the_manifest_from_terraform_is_applied() {
        assertThat(kubectl("apply -f examples/quickstart/registered.yaml")).isEqualTo(printed(3));
    }

    @Test
    @Order(4)
    void the_trust_policy_is_printed() {
        await().atMost(Cluster.PATIENCE).until(() -> run(4).contains("trust-anchor/"));
        assertThat(run(4)).isEqualToIgnoringWhitespace(printed(4));
        installation.emulator().createRole("orders-reader", run(4));
    }

    @Test
    @Order(5)
    void the_role_is_bound_to_the_workload() {
        shell(block(5, "", 0));
        assertThat(shell(block(5, "", 1))).isEqualTo(printed(5));
        await().atMost(Cluster.PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(shell(block(5, "", 2)))
                .contains("assumed-role/orders-reader/"));
    }

    /** Times and ages differ, the other scenarios' objects are there too, and so is the number of the trust anchor's roles. */
    @Test
    @Order(6)
    void the_status_shows_awss_answer() {
        List<String> expected = rows(printed(6));
        assertThat(expected).hasSize(6);
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(rows(run(6))).containsAll(expected));
    }

    private static List<String> rows(String table) {
        return table.lines()
                .map(line -> line.replaceAll("\\s+", " ")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\S+Z( \\d+)?", "TIME")
                        .replaceAll(" [0-9smhd]+$", " AGE")
                        .strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String run(int step) {
        return shell(block(step, "", 0));
    }

    private String printed(int step) {
        return block(step, "text", 0);
    }

    private String block(int step, String language, int index) {
        return readme.step(SECTION, step).stream()
                .filter(block -> block.language().equals(language))
                .toList()
                .get(index)
                .text();
    }

    private String kubectl(String arguments) {
        return shell("kubectl " + arguments);
    }

    private String shell(String commands) {
        return new NodeShell(installation.cluster()).run(commands);
    }
}
