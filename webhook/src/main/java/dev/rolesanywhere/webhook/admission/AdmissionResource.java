package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.webhook.binding.ClusterState;
import dev.rolesanywhere.webhook.injection.Candidate;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Injector;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import dev.rolesanywhere.webhook.injection.PodView;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Where the API server asks about each new pod. A dry run is answered like any other request: nothing is ever written. What
 * fails here is answered with 500, and then {@code failurePolicy: Ignore} and the guards in the API server decide.
 */
@Path("/mutate")
public class AdmissionResource {
    private static final Logger LOG = Logger.getLogger(AdmissionResource.class);

    private final ChartSettingsSource settings;
    private final ClusterState cluster;
    private final MeterRegistry metrics;

    AdmissionResource(ChartSettingsSource settings, ClusterState cluster, MeterRegistry metrics) {
        this.settings = settings;
        this.cluster = cluster;
        this.metrics = metrics;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response mutate(JsonNode review) throws IOException {
        try {
            return Response.ok(answer(AdmissionRequest.read(review))).build();
        } catch (NotAnAdmissionReviewException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity(e.getMessage())
                    .build();
        }
    }

    private ObjectNode answer(AdmissionRequest request) throws IOException {
        ObjectNode json = request.pod();
        if (json == null) {
            return AdmissionAnswer.untouched(request.uid());
        }
        PodView pod = new PodView(json);
        Candidate candidate = new Candidate(
                request.namespace(),
                pod,
                cluster.annotationsOf(request.namespace(), pod.serviceAccount()),
                cluster.rolesOf(request.namespace(), pod.serviceAccount()));
        Injection injection = new Injector(settings.current()).inject(candidate);
        record(candidate, injection);
        return AdmissionAnswer.of(request.uid(), injection);
    }

    private void record(Candidate candidate, Injection injection) {
        String reason = injection.decision().reason();
        metrics.counter("rolesanywhere.webhook.admissions", "reason", reason).increment();
        Logger.Level level = injection.decision() instanceof LeaveAlone ? Logger.Level.DEBUG : Logger.Level.INFO;
        LOG.logf(
                level,
                "%s: pod %s of ServiceAccount %s/%s",
                reason,
                candidate.pod().displayName(),
                candidate.namespace(),
                candidate.pod().serviceAccount());
    }
}
