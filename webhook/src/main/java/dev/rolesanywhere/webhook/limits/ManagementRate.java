package dev.rolesanywhere.webhook.limits;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Limits requests for health and metrics per address, so that the kubelet, which sends few, is always answered. */
@Singleton
public class ManagementRate {
    private static final int BURST = 20;
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int ADDRESSES = 1_000;

    private final RateLimit rate;

    ManagementRate(Clock clock) {
        this.rate = new RateLimit(clock, BURST, INTERVAL, ADDRESSES);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(this::admit);
    }

    private void admit(RoutingContext routing) {
        if (rate.allows(routing.request().connection().remoteAddress().hostAddress())) {
            routing.next();
        } else {
            routing.response()
                    .setStatusCode(HttpResponseStatus.TOO_MANY_REQUESTS.code())
                    .putHeader("Retry-After", "1")
                    .end("too many requests: send at most five a second");
        }
    }
}
