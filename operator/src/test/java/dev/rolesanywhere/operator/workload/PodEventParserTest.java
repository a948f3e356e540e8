package dev.rolesanywhere.operator.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.operator.workload.PodEventParser.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KubernetesPodEventsIT reads events of a real API server. */
class PodEventParserTest {
    private static final String EVENTS = """
            {"type":"MODIFIED","object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":\
            {"name":"a","namespace":"shop","resourceVersion":"7","finalizers":["namespace","b"],\
            "annotations":{"namespace":"office","x":"{\\"namespace\\":\\"office\\"} ü"},\
            "managedFields":[{"fieldsV1":{"f:metadata":{"f:namespace":{}}},"resourceVersion":"1"}]},\
            "namespace":"office"}}
            {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","creationTimestamp":null}}}
            {"type":"ERROR","object":{"kind":"Status","status":"Failure","metadata":{},"code":410}}
            """;

    private final List<Event> events = new ArrayList<>();
    private final PodEventParser parser = new PodEventParser(events::add);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 10_000})
    void events_may_arrive_in_parts_of_any_size(int size) throws IOException {
        byte[] bytes = EVENTS.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += size) {
            parser.read(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length))));
        }
        assertThat(events)
                .containsExactly(
                        new Event("MODIFIED", "shop", "7"), new Event("BOOKMARK", "", "9"), new Event("ERROR", "", ""));
    }

    @Test
    void an_event_is_known_before_the_next_one_begins() throws IOException {
        parser.read(ByteBuffer.wrap(
                "{\"type\":\"DELETED\",\"object\":{\"metadata\":{\"namespace\":\"shop\"}}}".getBytes(UTF_8)));
        assertThat(events).containsExactly(new Event("DELETED", "shop", ""));
    }

    @Test
    void a_field_name_may_be_as_long_as_a_pod() throws IOException {
        parser.read(
                ByteBuffer.wrap("{\"type\":\"DELETED\",\"object\":{\"%s\":{},\"metadata\":{\"namespace\":\"shop\"}}}"
                        .formatted("x".repeat(1_000_000))
                        .getBytes(UTF_8)));
        assertThat(events).containsExactly(new Event("DELETED", "shop", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"type\":MODIFIED}", "]"})
    void text_that_is_not_json_is_an_error(String text) {
        assertThatThrownBy(() -> parser.read(ByteBuffer.wrap(text.getBytes(UTF_8))))
                .isInstanceOf(IOException.class);
    }
}
