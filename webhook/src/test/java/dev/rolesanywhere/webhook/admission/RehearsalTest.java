package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.webhook.injection.Injector;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final ChartSettings CHART = new ChartSettings(
            "0.1.0",
            new ChartSettings.SidecarSettings(
                    "registry.example.org/sidecar:0.1.0",
                    "IfNotPresent",
                    List.of(),
                    "50m",
                    "96Mi",
                    new SidecarLog(SidecarLog.Level.INFO, SidecarLog.Format.JSON)),
            new ChartSettings.Issuer("https://issuer.example.org", List.of(), "-----BEGIN CERTIFICATE-----"),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Delivery.Endpoint,
            Startup.WaitForCredentials,
            null);

    @Test
    void no_review_leads_to_a_decision_that_is_counted_or_logged() throws Exception {
        for (String review : Rehearsal.read().reviews()) {
            AdmissionRequest read =
                    ReviewReader.read(new ByteArrayInputStream(review.getBytes(StandardCharsets.UTF_8)));
            assertThat(read.pod()).isNull();
        }
    }

    @Test
    void pods_are_changed_refused_and_left_alone() throws Exception {
        List<JsonNode> responses = new ArrayList<>();
        for (String answer : Rehearsal.read().answers(new Injector(CHART, new Random(1)))) {
            responses.add(new ObjectMapper().readTree(answer).path("response"));
        }
        assertThat(responses).anyMatch(response -> response.has("patch"));
        assertThat(responses).anyMatch(response -> response.has("warnings"));
        assertThat(responses).anyMatch(response -> response.path("allowed").asBoolean() && !response.has("patch"));
    }
}
