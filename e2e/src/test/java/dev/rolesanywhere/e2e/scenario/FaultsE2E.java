package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * AWS and the operator fail while an application asks for credentials ten times a second: the count of its errors is the result. Sessions last
 * three minutes, so that each is renewed after half a minute and served for two. The whole list of faults, in virtual time, is the sidecar's FaultsTest.
 */
@NeedsCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsE2E {
    private static final String NAME = "faults";
    private static final Duration SESSION = Duration.ofSeconds(180);
    private static final Pattern COUNT = Pattern.compile("asked (\\d+) errors (\\d+) sessions (\\d+)");
    private static final String LOOP = """
            import json, os, time, urllib.request
            asked = errors = 0
            sessions = set()
            while True:
                try:
                    token = open(os.environ['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']).read()
                    request = urllib.request.Request(os.environ['AWS_CONTAINER_CREDENTIALS_FULL_URI'], headers={'Authorization': token})
                    sessions.add(json.load(urllib.request.urlopen(request, timeout=2))['AccessKeyId'])
                except Exception as e:
                    errors += 1
                    print(e, flush=True)
                asked += 1
                if asked % 10 == 0:
                    print('asked', asked, 'errors', errors, 'sessions', len(sessions), flush=True)
                time.sleep(0.1)
            """;

    private final Emulator emulator = Installation.get().emulator();
    private Workload shop;

    private record Count(int asked, int errors, int sessions) {}

    @BeforeAll
    void an_application_that_asks_all_the_time() {
        shop = Workload.namespace(NAME).bind(NAME);
        emulator.shortenSessions(NAME, SESSION);
        shop.create(shop.pod(
                "app",
                container("app", Installation.PYTHON_IMAGE)
                        .withCommand("python3", "-c", LOOP)
                        .build()));
        awaitSessions(2);
    }

    @AfterAll
    void all_is_well_again() {
        emulator.clearFaults();
        Operator.scale(2);
    }

    @Test
    @Order(1)
    void no_fault_of_awss_reaches_the_application() throws InterruptedException {
        int before = count().sessions();
        for (String fault : new String[] {
            "{\"kind\":\"fail\",\"status\":500}",
            "{\"kind\":\"away\"}",
            "{\"kind\":\"throttle\",\"perSecond\":0}",
            "{\"kind\":\"garbage\"}",
            "{\"kind\":\"emptyCredentialSet\"}",
            "{\"kind\":\"reset\"}"
        }) {
            emulator.fault(fault);
            Thread.sleep(Duration.ofSeconds(12));
        }
        emulator.clearFaults();
        assertThat(shop.log("app", "aws-credentials")).containsPattern("\"level\":\"warn\"");
        awaitSessions(before + 1);
        assertThat(count().errors()).as(() -> shop.log("app", "app")).isZero();
    }

    @Test
    @Order(2)
    void without_an_operator_the_application_goes_on_and_even_renews() {
        Operator.scale(0);
        awaitSessions(count().sessions() + 2);
        assertThat(count().errors()).as(() -> shop.log("app", "app")).isZero();
        Operator.scale(2);
    }

    private void awaitSessions(int sessions) {
        await("session number " + sessions)
                .atMost(SESSION)
                .ignoreExceptions()
                .until(() -> count().sessions() >= sessions);
    }

    /** The loop's last line. */
    private Count count() {
        Matcher line = COUNT.matcher(shop.log("app", "app"));
        Count last = new Count(0, 0, 0);
        while (line.find()) {
            last = new Count(
                    Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)), Integer.parseInt(line.group(3)));
        }
        return last;
    }
}
