package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At a sidecar's door: the application, a container of the same pod without the mount, and another pod of the node. */
@NeedsCluster
@Beside
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighbourE2E {
    private Workload shop;
    private Workload elsewhere;

    @BeforeAll
    void all_have_knocked() {
        shop = Workload.namespace("door").bind("door");
        elsewhere = Workload.namespace("door-neighbour");
        shop.create(shop.pod("pod", knocking("app", "127.0.0.1"), knocking("stranger", "127.0.0.1"))
                .editMetadata()
                .addToAnnotations(Annotations.SKIP_CONTAINERS, "stranger")
                .endMetadata());
        shop.awaitLog("pod", "app", "app done");
        shop.awaitLog("pod", "stranger", "stranger done");
        String address = shop.get("pod").getStatus().getPodIP();
        elsewhere.create(elsewhere.pod("pod", knocking("neighbour", address)));
        elsewhere.awaitLog("pod", "neighbour", "neighbour done");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            with the token,                        200
            without a token,                       401
            with a guessed token,                  403
            as a name that a browser was lured to, 403
            as a name that begins like loopback,   403
            POST,                                  405
            PUT,                                   405
            DELETE,                                405
            OPTIONS,                               405
            with a body,                           400
            too long,                              400
            too slow,                              408
            another profile,                       404
            after all that,                        200
            """)
    void the_sidecar_answers_its_application_and_rejects_other_requests_with_a_status_code(String how, String status) {
        assertThat(shop.log("pod", "app")).contains("app " + how + ": " + status);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            reads the volume,       FileNotFoundError
            without a token,        401
            with a guessed token,   403
            metrics hold no secret, True
            """)
    void a_container_without_the_mount_gets_no_credentials(String how, String what) {
        assertThat(shop.log("pod", "stranger")).contains("stranger " + how + ": " + what);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            without a token,        ConnectionRefusedError
            with a guessed token,   ConnectionRefusedError
            metrics hold no secret, True
            """)
    void another_pod_of_the_node_does_not_even_reach_the_endpoint(String how, String what) {
        assertThat(elsewhere.log("pod", "neighbour")).contains("neighbour " + how + ": " + what);
    }

    /** The API server does not authenticate to webhooks, so the webhook cannot distinguish other clients from it. */
    @Test
    void a_pod_that_calls_the_webhook_like_the_api_server_can_read_only_role_names() {
        assertThat(elsewhere.log("pod", "neighbour"))
                .containsPattern(
                        "neighbour asks the webhook: .*is not bound to ServiceAccount door/app, which has door:")
                .doesNotContain("arn:");
    }

    private static Container knocking(String name, String host) {
        return container(name, Installation.PYTHON_IMAGE, name, host)
                .withCommand("python3", "-c", Scripts.read("knock.py"))
                .build();
    }
}
