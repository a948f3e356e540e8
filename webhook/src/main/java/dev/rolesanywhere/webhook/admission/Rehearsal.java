package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Candidate;
import dev.rolesanywhere.webhook.injection.Injector;
import dev.rolesanywhere.webhook.injection.PodView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Reviews of different pods that are never created, for the warm-up. */
final class Rehearsal {
    private static final String PODS = "/warm-up/pods.json";
    private static final List<BoundRole> ROLES =
            List.of(new BoundRole("rehearsal", "default", false, true, null, null, "eu-west-1", null, null));

    private final List<ObjectNode> pods;

    private Rehearsal(List<ObjectNode> pods) {
        this.pods = pods;
    }

    static Rehearsal read() throws IOException {
        try (InputStream in = Objects.requireNonNull(Rehearsal.class.getResourceAsStream(PODS), PODS)) {
            JsonNode all = new ObjectMapper().readTree(in);
            return new Rehearsal(StreamSupport.stream(all.spliterator(), false)
                    .map(ObjectNode.class::cast)
                    .toList());
        }
    }

    /** Reviews that are read completely but need no decision, because the pods are updated, not created. */
    List<String> reviews() {
        return pods.stream().map(pod -> review(pod).toString()).toList();
    }

    /** Decides for each pod as if it were bound. */
    List<String> answers(Injector injector) {
        return pods.stream()
                .map(pod -> new Candidate("rehearsal", new PodView(pod.deepCopy()), Map.of(), ROLES))
                .map(candidate -> AdmissionAnswer.of("rehearsal", injector.inject(candidate), ReasonPages.NOWHERE))
                .map(answer -> new String(AdmissionAnswer.bytes(answer), StandardCharsets.UTF_8))
                .toList();
    }

    private static ObjectNode review(ObjectNode pod) {
        ObjectNode review = JsonNodeFactory.instance
                .objectNode()
                .put("kind", AdmissionRequest.KIND)
                .put("apiVersion", AdmissionRequest.API_VERSION);
        ObjectNode request = review.putObject("request")
                .put("uid", "rehearsal")
                .put("namespace", "rehearsal")
                .put("operation", "UPDATE");
        request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
        request.set("object", pod);
        return review;
    }
}
