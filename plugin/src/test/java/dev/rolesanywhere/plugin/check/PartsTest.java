package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {
    /** The API server writes null if no pod belongs to the Service. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {endpoints: null}                                                                      | no ready endpoint
        {endpoints: []}                                                                        | no ready endpoint
        {endpoints: [{addresses: [10.42.0.7], conditions: {ready: false}}]}                    | no ready endpoint
        {endpoints: [{addresses: [10.42.0.7], conditions: {ready: true}}]}                     | 1 ready endpoint
        {endpoints: [{addresses: [10.42.0.7]}, {addresses: [10.42.0.8], conditions: {}}]}      | 2 ready endpoints
        """)
    void an_endpoint_counts_unless_its_ready_condition_is_false(String slice, String finding) {
        assertThat(Parts.endpoints(
                                "issuing endpoint",
                                List.of(Serialization.unmarshal("---\n" + slice, EndpointSlice.class)),
                                "look at the pods",
                                "https://example.org/")
                        .toString())
                .contains(finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                       | Good | 0 of 0 nodes have a ready agent
        {status: {desiredNumberScheduled: 3, numberReady: 3}}    | Good | 3 of 3 nodes have a ready agent
        {status: {desiredNumberScheduled: 3, numberReady: 2}}    | Bad  | 2 of 3 nodes have a ready agent
        """)
    void each_node_is_to_have_a_ready_agent(String agents, Verdict verdict, String finding) {
        DaemonSet found = Serialization.unmarshal("---\n" + agents, DaemonSet.class);
        found.setMetadata(new ObjectMetaBuilder()
                .withNamespace("agents")
                .withName("agent")
                .build());

        assertThat(Parts.agents(found).verdict()).isEqualTo(verdict);
        assertThat(Parts.agents(found).finding()).isEqualTo(finding);
    }

    @Test
    void a_service_without_an_endpointslice_has_no_endpoint() {
        assertThat(Parts.endpoints("issuing endpoint", List.of(), "look at the pods", "https://example.org/")
                        .toString())
                .contains("no ready endpoint");
    }
}
