package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.webhook.injection.Decision;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.injection.Decision.Why;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import java.net.URI;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exact answer to the API server. */
class AdmissionAnswerTest {
    private static final String START =
            "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":";

    @Test
    void an_object_that_was_not_read_is_allowed() {
        assertThat(AdmissionAnswer.untouched("5f1c")).hasToString(START + "{\"uid\":\"5f1c\",\"allowed\":true}}");
    }

    @Test
    void a_pod_that_does_not_change_is_allowed_without_a_patch() {
        assertThat(answer(new LeaveAlone(Why.NotBound), List.of()))
                .hasToString(START + "{\"uid\":\"5f1c\",\"allowed\":true}}");
    }

    @Test
    void a_change_is_answered_as_a_json_patch() {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "add").put("path", "/x").put("value", "é");

        ObjectNode answer = AdmissionAnswer.of(
                "5f1c",
                new Injection(new LeaveAlone(Why.ServiceAccountOptedOut), patch, pod(), List.of()),
                ReasonPages.NOWHERE);

        assertThat(answer.at("/response/patchType").asText()).isEqualTo("JSONPatch");
        assertThat(Base64.getDecoder().decode(answer.at("/response/patch").asText()))
                .asString()
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/x\",\"value\":\"é\"}]");
    }

    @Test
    void a_rejected_pod_gets_only_a_status_with_the_message() {
        assertThat(answer(new Refuse(Refusal.WindowsPod, "Windows"), List.of("a warning")))
                .hasToString(
                        START
                                + "{\"uid\":\"5f1c\",\"allowed\":false,\"status\":{\"code\":403,\"reason\":\"Forbidden\",\"message\":\"Windows\"}}}");
    }

    @Test
    void a_refusal_ends_with_the_address_of_its_page_which_is_never_cut() {
        ReasonPages pages = new ReasonPages(Optional.of(URI.create("https://docs.example.org/")));
        Injection refused = new Injection(
                new Refuse(Refusal.WindowsPod, "x".repeat(2_001)),
                JsonNodeFactory.instance.arrayNode(),
                pod(),
                List.of());

        assertThat(AdmissionAnswer.of("5f1c", refused, pages)
                        .at("/response/status/message")
                        .asText())
                .endsWith("… See https://docs.example.org/troubleshooting/#windowspod");
    }

    @Test
    void a_long_message_is_cut() {
        assertThat(answer(new Refuse(Refusal.WindowsPod, "x".repeat(2_001)), List.of())
                        .at("/response/status/message")
                        .asText())
                .hasSize(2_000)
                .endsWith("…");
    }

    @Test
    void the_answer_has_at_most_the_warnings_that_the_api_server_forwards() {
        List<String> many = Collections.nCopies(33, "w".repeat(257));

        assertThat(answer(new LeaveAlone(Why.NotBound), many).at("/response/warnings"))
                .hasSize(32)
                .allSatisfy(warning -> assertThat(warning.asText()).hasSize(256).endsWith("…"));
        assertThat(answer(new LeaveAlone(Why.NotBound), List.of("one")).at("/response/warnings"))
                .hasToString("[\"one\"]");
    }

    private static ObjectNode answer(Decision decision, List<String> warnings) {
        return AdmissionAnswer.of(
                "5f1c",
                new Injection(decision, JsonNodeFactory.instance.arrayNode(), pod(), warnings),
                ReasonPages.NOWHERE);
    }

    private static ObjectNode pod() {
        return JsonNodeFactory.instance.objectNode();
    }
}
