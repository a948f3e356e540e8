package dev.rolesanywhere.operator.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests that only a node's agent may send to the issuing endpoint. */
class NodeAgentProtocolTest {
    private static final byte[] NOTHING = "{}".getBytes(UTF_8);

    private final IssuingStage stage = new IssuingStage();

    @Test
    void an_agent_gets_leaves_for_a_pod_of_its_node() throws Exception {
        JsonNode answer = json(stage.askByAgent("/v1/certificates", "orders-for-the-node", "agent", stage.request()));

        assertThat(answer.path("roles").path(0).path("name").asText()).isEqualTo("reader");
        assertThat(IssuingStage.certificate(answer.path("roles").path(0))
                        .getSubjectX500Principal()
                        .getName())
                .contains("OU=reader");
    }

    @ParameterizedTest(name = "{0} by {1}: {3}")
    @CsvSource(textBlock = """
        orders-for-the-node, ,                       401, NodeAgentRequired,    only the agent may send it to the operator
        orders-for-the-node, nobody,                 401, NodeAgentNotAccepted, not for the audience
        orders-for-the-node, orders-token,           401, NodeAgentNotAccepted, not for the audience
        orders-for-the-node, orders-for-the-node,    401, NodeAgentNotAccepted, not for the audience
        orders-for-the-node, agent-for-pods,         401, NodeAgentNotAccepted, not for the audience
        orders-for-the-node, other-account-as-agent, 401, NodeAgentNotAccepted, ServiceAccount 'default' in namespace 'agents'
        orders-for-the-node, same-name-elsewhere,    401, NodeAgentNotAccepted, ServiceAccount 'node-agent' in namespace 'shop'
        orders-for-the-node, agent-without-node,     401, NodeAgentNotAccepted, does not name a node
        orders-for-the-node, agent-of-n2,            401, PodOnAnotherNode,     is on node 'n1'
        no-node,             agent,                  401, PodOnAnotherNode,     agent that sent its token is on node 'n1'
        orders-token,        agent,                  401, TokenWrongAudience,   not for the audience 'rolesanywhere.dev/node'
        gone-for-the-node,   agent,                  403, PodNotFound,          no longer exists
        """)
    void only_the_agent_is_served_for_a_token_with_the_agents_audience(
            String token, @Nullable String agent, int status, String reason, String words) throws Exception {
        for (String path : new String[] {"/v1/certificates", "/v1/outcomes"}) {
            Answer answer = stage.askByAgent(path, token, agent, stage.request());

            assertThat(answer.status()).as(path).isEqualTo(status);
            assertThat(json(answer).path("reason").asText()).isEqualTo(reason);
            assertThat(json(answer).path("message").asText()).contains(words);
        }
    }

    @Test
    void an_agent_reports_for_a_pod_of_its_node() {
        assertThat(stage.askByAgent(
                                "/v1/outcomes", "orders-for-the-node", "agent", "{\"outcomes\": []}".getBytes(UTF_8))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void a_header_without_a_token_does_not_count_as_a_missing_header() throws Exception {
        Answer answer =
                stage.askFrom(IssuingStage.ADDRESS, "/v1/certificates", stage.jwt("orders-token"), "", stage.request());

        assertThat(json(answer).path("reason").asText()).isEqualTo("NodeAgentNotAccepted");
    }

    @Test
    void a_defect_of_the_agents_token_is_not_reported_as_the_pods() throws Exception {
        stage.askByAgent("/v1/certificates", "orders-for-the-node", "agent-of-n2", stage.request());

        assertThat(stage.askByAgent("/v1/certificates", "orders-for-the-node", "agent", stage.request())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void forged_tokens_from_the_agents_address_do_not_stop_the_agent() throws Exception {
        stage.askByAgent("/v1/certificates", "orders-for-the-node", "agent", stage.request());
        for (int i = 0; i < 100; i++) {
            stage.certificatesOrBusy("forged-" + i);
        }

        assertThat(stage.askByAgent("/v1/certificates", "orders-for-the-node", "agent", stage.request())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_agent_gets_the_API_servers_keys() throws Exception {
        JsonNode answer = json(stage.ask("/v1/keys", "agent", NOTHING));

        assertThat(answer.path("issuer").asText()).isEqualTo("https://kubernetes.default.svc");
        assertThat(answer.path("issuerBundle").asText()).startsWith("-----BEGIN CERTIFICATE-----");
        JsonNode key = answer.path("keys").path(0);
        assertThat(key.path("kid").asText()).isEqualTo("key-1");
        assertThat(KeyFactory.getInstance(key.path("type").asText())
                        .generatePublic(new X509EncodedKeySpec(
                                Base64.getDecoder().decode(key.path("publicKey").asText()))))
                .isEqualTo(stage.authority.getPublicKey());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        orders-token,        401
        orders-for-the-node, 401
        nobody,              401
        """)
    void only_the_agent_gets_the_keys(String token, int status) {
        assertThat(stage.ask("/v1/keys", token, NOTHING).status()).isEqualTo(status);
        assertThat(stage.ask("/v1/keys", null, NOTHING).status()).isEqualTo(status);
    }

    @Test
    void an_unreachable_API_server_is_reported_to_the_agent_as_an_error_not_as_a_refusal() {
        stage.failWith(new IllegalStateException("the API server is away"));

        assertThat(stage.ask("/v1/keys", "agent", NOTHING).status()).isEqualTo(503);
    }

    private static JsonNode json(Answer answer) throws Exception {
        return new ObjectMapper().readTree(IssuingProtocol.write(Objects.requireNonNull(answer.body())));
    }
}
