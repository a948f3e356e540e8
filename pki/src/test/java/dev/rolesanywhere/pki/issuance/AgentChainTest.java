package dev.rolesanywhere.pki.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentChainTest {
    private static final String AUDIENCE = "rolesanywhere.dev/node-agent";
    private static final AgentAccount INSTALLED = new AgentAccount("agents", "node-agent");

    @Test
    void an_agent_of_the_installation_is_accepted() {
        assertThat(decide(token(AUDIENCE, "agents", "node-agent", "n1", "uid"), INSTALLED))
                .isEqualTo(Decision.ACCEPTED);
    }

    static Stream<Arguments> refused() {
        PresentedToken good = token(AUDIENCE, "agents", "node-agent", "n1", "uid");
        return Stream.of(
                arguments("no agents installed", good, null, "has no node agent"),
                arguments("unknown token", PresentedToken.unauthenticated(), INSTALLED, "does not accept"),
                arguments(
                        "a pod's audience",
                        token("rolesanywhere.dev/node", "agents", "node-agent", "n1", "uid"),
                        INSTALLED,
                        "not for the audience 'rolesanywhere.dev/node-agent'"),
                arguments(
                        "another account",
                        token(AUDIENCE, "agents", "default", "n1", "uid"),
                        INSTALLED,
                        "ServiceAccount 'default' in namespace 'agents'"),
                arguments(
                        "another namespace",
                        token(AUDIENCE, "shop", "node-agent", "n1", "uid"),
                        INSTALLED,
                        "ServiceAccount 'node-agent' in namespace 'shop'"),
                arguments(
                        "no node",
                        token(AUDIENCE, "agents", "node-agent", null, "uid"),
                        INSTALLED,
                        "does not name a node"),
                arguments(
                        "no pod",
                        token(AUDIENCE, "agents", "node-agent", "n1", null),
                        INSTALLED,
                        "does not name a node"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refused(String what, PresentedToken token, @Nullable AgentAccount installed, String words) {
        assertThat(decide(token, installed)).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(IssuingReason.NodeAgentNotAccepted);
            assertThat(refused.message()).contains(words).doesNotContain("null");
        });
    }

    private static Decision decide(PresentedToken token, @Nullable AgentAccount installed) {
        return IssuingChains.agent(AUDIENCE).decide(new AgentRequest(token, installed));
    }

    private static PresentedToken token(
            String audience, String namespace, String account, @Nullable String node, @Nullable String podUid) {
        return new PresentedToken(
                true, Set.of(audience), namespace, account, "sa", "agent-x", podUid, null, null, node);
    }
}
