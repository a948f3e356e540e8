package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.PodReview.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InitPlacementTest {
    private static final ObjectNode OURS = (ObjectNode) PodReview.yaml("name: aws-credentials");

    private final InitPlacement placement = new InitPlacement(Set.of("restore-wait"));

    @Test
    void our_container_moves_right_behind_the_one_that_must_run_before_it() {
        PatchedPod patched = placed("""
                spec:
                  initContainers: [{name: aws-credentials}, {name: restore-wait}, {name: migrate}, {name: warm-up}]
                """);
        assertThat(new PodView(patched.document()).initContainers())
                .extracting(ContainerView::name)
                .containsExactly("restore-wait", "aws-credentials", "migrate", "warm-up");
    }

    @Test
    void our_container_stays_beside_a_proxy_to_which_nothing_redirects_traffic() {
        PatchedPod patched = placed("""
                spec:
                  initContainers: [{name: aws-credentials}]
                  containers: [{name: app}, {name: consul-dataplane}]
                """);
        assertThat(patched.operations()).isEmpty();
    }

    private PatchedPod placed(String pod) {
        PatchedPod patched = new PatchedPod(pod(pod).json());
        placement.place(patched, OURS, init -> false);
        return patched;
    }
}
