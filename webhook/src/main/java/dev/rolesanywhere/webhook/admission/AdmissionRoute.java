package dev.rolesanywhere.webhook.admission;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The path for each new pod: {@code POST /mutate}. A failure is answered with an error; then {@code failurePolicy: Ignore} and the
 * admission policies decide.
 */
@Singleton
public class AdmissionRoute {
    private final Vertx vertx;
    private final ReviewLimits limits;
    private final Admission admission;

    AdmissionRoute(Vertx vertx, ReviewLimits limits, Admission admission) {
        this.vertx = vertx;
        this.limits = limits;
        this.admission = admission;
    }

    void register(@Observes Router router) {
        router.post("/mutate").handler(this::receive);
    }

    private void receive(RoutingContext routing) {
        new Review(vertx, routing.request(), limits, admission).begin();
    }
}
