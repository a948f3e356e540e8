package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.issuance.IssuanceRecord;
import dev.rolesanywhere.operator.servingtls.ServingKey;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS for sidecars. A server of its own beside Quarkus' one, since its certificate is made in memory. A standby that is reached
 * answers as the active replica would: nothing that it decides depends on being the only one.
 */
@Singleton
class IssuingServer {
    private static final Logger LOG = Logger.getLogger(IssuingServer.class);
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_AT_ONCE = 128;
    private static final int RETRY_SECONDS = 2;
    private static final int IDLE_SECONDS = 60;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final String BEARER = "Bearer ";
    private static final String TOO_LARGE = "RequestTooLarge";
    private static final String TOO_MANY = "TooManyRequests";

    private final Vertx vertx;
    private final ServingKey servingKey;
    private final Exchanges exchanges;
    private final IssuanceRecord issuances;
    private final OperatorSettings settings;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable HttpServer server;

    IssuingServer(
            Vertx vertx,
            ServingKey servingKey,
            Exchanges exchanges,
            IssuanceRecord issuances,
            OperatorSettings settings) {
        this.vertx = vertx;
        this.servingKey = servingKey;
        this.exchanges = exchanges;
        this.issuances = issuances;
        this.settings = settings;
    }

    void start(@Observes @Priority(3) StartupEvent event) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(servingKey))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        server = vertx.createHttpServer(options)
                .requestHandler(this::receive)
                .listen(settings.issuing().port(), "0.0.0.0")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        LOG.infof("issuing endpoint listens on port %d", server.actualPort());
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
        blocking.shutdown();
    }

    int port() {
        return server == null ? -1 : server.actualPort();
    }

    private void receive(HttpServerRequest request) {
        if (request.method() != HttpMethod.POST) {
            answer(request, Answer.refused(Answer.METHOD_NOT_ALLOWED, "MethodNotAllowed", "Use POST."));
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            // What is beyond the limit is read and dropped, never kept.
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(part);
            }
            if (body.length() > MAX_BODY && !request.response().ended()) {
                issuances.unread(TOO_LARGE);
                answer(
                        request,
                        Answer.refused(
                                Answer.TOO_LARGE,
                                TOO_LARGE,
                                "The request is larger than 64 KiB. Send one certificate request and nothing else."));
            }
        });
        request.endHandler(end -> {
            if (body.length() <= MAX_BODY) {
                decide(request, body.getBytes());
            }
        });
    }

    private void decide(HttpServerRequest request, byte[] body) {
        if (!places.tryAcquire()) {
            issuances.unread(TOO_MANY);
            answer(
                    request,
                    Answer.later(
                            Answer.TOO_MANY, TOO_MANY, "Many pods ask at the same time. Try again.", RETRY_SECONDS));
            return;
        }
        String path = request.path();
        String bearer = bearer(request.getHeader("Authorization"));
        var context = vertx.getOrCreateContext();
        blocking.execute(() -> {
            try {
                Answer answer = exchanges.answer(path == null ? "" : path, bearer, body);
                context.runOnContext(back -> answer(request, answer));
            } finally {
                places.release();
            }
        });
    }

    static @Nullable String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static void answer(HttpServerRequest request, Answer answer) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.retryAfterSeconds() != null) {
            response.putHeader("Retry-After", answer.retryAfterSeconds().toString());
        }
        if (answer.status() == Answer.TOO_LARGE) {
            response.putHeader("Connection", "close");
        }
        if (answer.body() == null) {
            var ended = response.end();
            LOG.tracef("answered: %s", ended);
            return;
        }
        response.putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store");
        var ended = response.end(Buffer.buffer(Exchanges.write(answer.body())));
        LOG.tracef("answered: %s", ended);
    }
}
