package dev.rolesanywhere.operator.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.contract.Issuing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded requests of earlier sidecars, built from these commits, get answers that those sidecars can read. Add a file
 * with each minor version; docs/upgrade.md says how to record one, and how long it stays.
 */
class OlderSidecarsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDED = Path.of("src", "test", "resources", "sidecars");

    private final IssuingStage stage = new IssuingStage();

    static List<JsonNode> recorded() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.sorted().map(OlderSidecarsTest::read).toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void an_older_sidecar_gets_a_complete_certificate_answer(JsonNode sidecar) throws Exception {
        JsonNode answer = certificates(sidecar);

        assertThat(answer.path("refused")).isEmpty();
        JsonNode role = answer.path("roles").path(0);
        assertThat(role).as(sidecar.path("commit").asText()).isNotEmpty();
        assertNeeds(sidecar.at("/needs/role"), role);
        X509Certificate leaf = IssuingStage.certificate(role);
        leaf.verify(stage.authority.getPublicKey());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void an_older_sidecar_gets_a_complete_refusal(JsonNode sidecar) throws Exception {
        stage.unregister();

        JsonNode refused = certificates(sidecar).path("refused").path(0);

        assertNeeds(sidecar.at("/needs/refused"), refused);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void a_report_of_an_older_sidecar_is_understood(JsonNode sidecar) throws Exception {
        certificates(sidecar);

        assertThat(stage.report("orders-token", body(sidecar, Issuing.OUTCOMES_PATH)))
                .isEqualTo(204);

        assertThat(stage.outcomes.of("reader").reports())
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isNotNull());
    }

    private JsonNode certificates(JsonNode sidecar) throws Exception {
        Answer answer = stage.ask(
                Issuing.CERTIFICATES_PATH,
                "orders-token",
                body(sidecar, Issuing.CERTIFICATES_PATH).getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        return JSON.readTree(IssuingProtocol.write(answer.body()));
    }

    private static void assertNeeds(JsonNode needs, JsonNode found) {
        assertThat(needs).isNotEmpty();
        needs.forEach(name -> assertThat(found.path(name.asText()).isTextual())
                .as(name.asText())
                .isTrue());
    }

    private static String body(JsonNode sidecar, String path) {
        return sidecar.path("requests")
                .valueStream()
                .filter(request -> request.path("path").asText().equals(path))
                .findFirst()
                .orElseThrow()
                .path("body")
                .toString();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }
}
