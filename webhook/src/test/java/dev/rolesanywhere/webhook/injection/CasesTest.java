package dev.rolesanywhere.webhook.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Labels;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every folder of cases. {@code -Dgolden.write=true} writes the results as the expected ones: check the difference. */
class CasesTest {
    static Stream<Named<Case>> cases() throws IOException {
        return Case.all().map(folder -> Named.of(folder.toString(), folder));
    }

    static Stream<Named<Case>> fresh() throws IOException {
        return cases().filter(named -> {
            PodView pod = new PodView(named.getPayload().pod());
            return !pod.injectedBefore()
                    && !pod.annotations().containsKey(Annotations.KEPT_VARIABLES)
                    && !pod.json().at(PodView.LABELS).has(Labels.INJECTED);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_case_has_the_expected_result(Case folder) throws IOException {
        Injection injection = inject(folder, folder.pod());
        if (Boolean.getBoolean("golden.write")) {
            write(folder, injection);
        }
        assertThat(refusal(injection)).isEqualTo(folder.text("refused.txt"));
        assertThat(leftAlone(injection)).isEqualTo(folder.text("left-alone.txt"));
        assertThat(String.join("\n", injection.warnings())).isEqualTo(folder.text("warnings.txt"));
        if (folder.has("expected.yaml")) {
            assertThat(Case.YAML.writeValueAsString(injection.pod())).isEqualTo(folder.text("expected.yaml") + "\n");
        } else {
            assertThat(injection.patch()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_patch_produces_the_decided_pod_without_null(Case folder) {
        Injection injection = inject(folder, folder.pod());
        assertThat(JsonPatch.apply(injection.patch(), folder.pod())).isEqualTo(injection.pod());
        assertThat(injection.patch().findValues("value")).noneMatch(JsonNode::isNull);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_second_injection_changes_nothing(Case folder) {
        Injection again = inject(folder, inject(folder, folder.pod()).pod());
        assertThat(again.patch()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("fresh")
    void a_pod_without_our_parts_is_only_added_to(Case folder) {
        Injection injection = inject(folder, folder.pod());
        assertThat(injection.patch()).allMatch(CasesTest::adds);
        assertNothingLost(folder.pod(), injection.pod(), "");
    }

    /** A list of hosts without a proxy is the only user's value that is rewritten, with one more host. */
    static boolean adds(JsonNode operation) {
        return operation.path("op").asText().equals("add")
                || isExemption(operation.at("/value/name").asText());
    }

    private static boolean isExemption(String variable) {
        return variable.equalsIgnoreCase("NO_PROXY");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void no_warning_is_longer_than_the_api_server_passes_on(Case folder) {
        assertThat(inject(folder, folder.pod()).warnings()).allMatch(warning -> warning.length() <= 256);
    }

    static void assertNothingLost(JsonNode before, JsonNode after, String where) {
        if (isExemption(before.path("name").asText()) && before.has("value")) {
            assertThat(after.path("value").asText())
                    .as(where)
                    .startsWith(before.path("value").asText());
        } else if (before.isObject()) {
            before.properties()
                    .forEach(field -> assertNothingLost(
                            field.getValue(), after.path(field.getKey()), where + "/" + field.getKey()));
        } else if (before.isArray()) {
            for (JsonNode item : before) {
                JsonNode kept = after.valueStream()
                        .filter(candidate -> sameItem(item, candidate))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("lost at " + where + ": " + item));
                assertNothingLost(item, kept, where + "/" + item.path("name").asText());
            }
        } else {
            assertThat(after).as(where).isEqualTo(before);
        }
    }

    private static boolean sameItem(JsonNode item, JsonNode candidate) {
        return item.has("name") ? item.path("name").equals(candidate.path("name")) : item.equals(candidate);
    }

    private static Injection inject(Case folder, ObjectNode pod) {
        return folder.injector().inject(folder.candidate(pod));
    }

    private static String refusal(Injection injection) {
        return injection.decision() instanceof Refuse refuse ? refuse.refusal() + ": " + refuse.message() : "";
    }

    private static String leftAlone(Injection injection) {
        return injection.decision() instanceof LeaveAlone alone ? alone.reason() : "";
    }

    private static void write(Case folder, Injection injection) throws IOException {
        write(folder, "refused.txt", refusal(injection));
        write(folder, "left-alone.txt", leftAlone(injection));
        write(folder, "warnings.txt", String.join("\n", injection.warnings()));
        write(
                folder,
                "expected.yaml",
                injection.patch().isEmpty() && !injected(injection)
                        ? ""
                        : Case.YAML.writeValueAsString(injection.pod()).strip());
    }

    private static boolean injected(Injection injection) {
        return injection.pod().at(PodView.ANNOTATIONS).has(Annotations.INJECTED);
    }

    private static void write(Case folder, String file, String text) throws IOException {
        if (text.isEmpty()) {
            Files.deleteIfExists(folder.folder().resolve(file));
        } else {
            Files.writeString(folder.folder().resolve(file), text + "\n");
        }
    }
}
