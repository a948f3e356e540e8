package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Candidate;
import dev.rolesanywhere.webhook.injection.Decision;
import dev.rolesanywhere.webhook.injection.Injector;
import dev.rolesanywhere.webhook.injection.PodView;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of a pod, a ServiceAccount or a binding cannot change our sentences, which a terminal prints. */
class ForeignTextTest {
    private static final String LONG = "x".repeat(100_000);
    private static final String CONTROL = "\u009b2J\u001b[31m\r\nok";
    private static final String BIDI = "\u202egnp\u2066\u200b\ufeff";

    @ParameterizedTest
    @ValueSource(strings = {CONTROL, BIDI})
    void a_refused_annotation_is_quoted_as_one_line_of_plain_text(String hostile) {
        for (String key : List.of(
                Annotations.INJECT,
                Annotations.ROLE,
                Annotations.DELIVERY,
                Annotations.STARTUP,
                Annotations.REGION,
                Annotations.SKIP_CONTAINERS,
                Annotations.INCLUDE_CONTAINERS,
                Annotations.CONTAINER_ROLES)) {
            String message = message(answer(pod("app").annotated(key, "=" + hostile), null));
            assertPlain(message);
            assertThat(message).contains(key).doesNotContain(hostile);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTROL, BIDI})
    void a_containers_name_is_quoted_as_one_line_of_plain_text(String hostile) {
        assertPlain(message(answer(pod(hostile).annotated(Annotations.CONTAINER_ROLES, "other=reader"), null)));
        assertPlain(message(answer(pod(hostile).mounting(), null)));
        assertWarned(answer(pod(hostile).declaring(Sidecar.PROBE_PORT), null));
        assertWarned(answer(pod(hostile).setting("AWS_ACCESS_KEY_ID"), null));
        assertWarned(answer(pod(hostile).setting("AWS_CONTAINER_CREDENTIALS_FULL_URI"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTROL, BIDI})
    void the_name_of_an_unknown_annotation_is_quoted_as_one_line_of_plain_text(String hostile) {
        assertWarned(answer(pod("app").annotated("rolesanywhere.dev/" + hostile, ""), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTROL, BIDI})
    void a_container_that_a_binding_names_is_quoted_as_one_line_of_plain_text(String hostile) {
        assertWarned(answer(pod("app"), new Injection(null, null, List.of(hostile), null, null)));
    }

    @Test
    void a_message_keeps_its_correction_after_a_very_long_value() {
        String message = message(answer(pod("app").annotated(Annotations.REGION, LONG), null));
        assertThat(message).hasSizeLessThan(400).endsWith("write an AWS region's code, such as eu-west-1");
    }

    @Test
    void a_warning_has_at_most_256_characters_and_names_the_problem() {
        assertThat(warnings(answer(pod("app").annotated("rolesanywhere.dev/" + LONG, ""), null)))
                .singleElement()
                .asString()
                .hasSizeLessThanOrEqualTo(256)
                .endsWith("is unknown and has no effect");
        assertThat(warnings(answer(pod(LONG).declaring(Sidecar.PROBE_PORT), null)))
                .singleElement()
                .asString()
                .hasSizeLessThanOrEqualTo(256)
                .endsWith("which the credentials sidecar listens on");
    }

    @Test
    void a_warning_that_quotes_many_names_is_cut_between_characters() {
        Injector.Injection injection = new Injector.Injection(
                new Decision.LeaveAlone(Decision.Why.NotBound),
                JsonNodeFactory.instance.arrayNode(),
                JsonNodeFactory.instance.objectNode(),
                List.of("a" + "😀".repeat(1_000)));
        assertThat(warnings(AdmissionAnswer.of("u", injection, ReasonPages.NOWHERE)))
                .singleElement()
                .isEqualTo("a" + "😀".repeat(254) + "…");
    }

    @Test
    void the_names_of_many_containers_do_not_fill_the_answer() {
        Pod pod = pod("app").annotated(Annotations.CONTAINER_ROLES, "other=reader");
        for (int i = 0; i < 5_000; i++) {
            pod.json().withObject("/spec").withArray("containers").addObject().put("name", i + LONG.substring(0, 200));
        }
        assertThat(message(answer(pod, null))).hasSizeLessThanOrEqualTo(2_000).contains("…");
    }

    private static void assertWarned(ObjectNode answer) {
        assertThat(warnings(answer)).isNotEmpty().allSatisfy(ForeignTextTest::assertPlain);
    }

    private static void assertPlain(String text) {
        assertThat(text.codePoints().filter(ForeignTextTest::isHostile).mapToObj("U+%04X"::formatted))
                .isEmpty();
        assertThat(text).isNotEmpty();
    }

    /**
     * Control characters, format characters such as those that reverse text, and characters that no terminal can show.
     */
    private static boolean isHostile(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String message(ObjectNode answer) {
        assertThat(answer.at("/response/allowed").asBoolean()).isFalse();
        return answer.at("/response/status/message").asText();
    }

    private static List<String> warnings(ObjectNode answer) {
        return answer.at("/response/warnings")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static ObjectNode answer(Pod pod, @Nullable Injection injection) {
        Candidate candidate = new Candidate(
                "shop",
                new PodView(pod.json()),
                Map.of(),
                List.of(new BoundRole("reader", "reader", true, true, null, injection)));
        return AdmissionAnswer.of("uid", new Injector(chart(), new Random(1)).inject(candidate), ReasonPages.NOWHERE);
    }

    private static Pod pod(String container) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata").putObject("annotations");
        pod.putObject("spec").putArray("containers").addObject().put("name", container);
        return new Pod(pod);
    }

    private record Pod(ObjectNode json) {
        Pod annotated(String key, String value) {
            ((ObjectNode) json.at("/metadata/annotations")).put(key, value);
            return this;
        }

        Pod mounting() {
            container()
                    .putArray("volumeMounts")
                    .addObject()
                    .put("name", "x")
                    .put("mountPath", Sidecar.CREDENTIALS_DIRECTORY);
            return this;
        }

        Pod declaring(int port) {
            container().putArray("ports").addObject().put("containerPort", port);
            return this;
        }

        Pod setting(String variable) {
            container().putArray("env").addObject().put("name", variable).put("value", "x");
            return this;
        }

        private ObjectNode container() {
            return (ObjectNode) json.at("/spec/containers/0");
        }
    }

    private static ChartSettings chart() {
        return new ChartSettings(
                "0.1.0",
                new ChartSettings.SidecarSettings(
                        "sidecar:1", "IfNotPresent", List.of(), "50m", "96Mi", SidecarLog.ordinary()),
                new ChartSettings.Issuer("https://issuer.aws.svc", "PEM"),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Delivery.Endpoint,
                Startup.WaitForCredentials,
                null);
    }
}
