package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.webhook.binding.ClusterCaches;
import dev.rolesanywhere.webhook.binding.ClusterState;
import dev.rolesanywhere.webhook.injection.Injector;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends reviews to itself before the API server's first review. In a new JVM the first reviews take ten times as long as later ones,
 * so the webhook becomes ready only after these, sent over TLS and HTTP/2 like the API server's.
 */
@ApplicationScoped
class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final int ROUNDS = 10;
    private static final long SECONDS_FOR_AN_ANSWER = 10;
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    /** Every cluster has this namespace, and it has no pods. */
    private static final String NAMESPACE = "kube-node-lease";

    private final Vertx vertx;
    private final HttpServer server;
    private final ClusterCaches caches;
    private final ClusterState cluster;
    private final ChartSettingsSource settings;
    private final RandomGenerator random;
    private final String certificate;
    private volatile State state = State.Waiting;

    enum State {
        Waiting,
        Answered,
        Failed;

        /** After a failure the first reviews are slow but correct. */
        boolean ended() {
            return this != Waiting;
        }
    }

    WarmUp(
            Vertx vertx,
            HttpServer server,
            ClusterCaches caches,
            ClusterState cluster,
            ChartSettingsSource settings,
            RandomGenerator random,
            @ConfigProperty(name = "quarkus.tls.webhook.key-store.pem.0.cert") String certificate) {
        this.vertx = vertx;
        this.server = server;
        this.caches = caches;
        this.cluster = cluster;
        this.settings = settings;
        this.random = random;
        this.certificate = certificate;
    }

    State state() {
        return state;
    }

    /** Waits for the caches: without them the webhook is not ready anyway. */
    void begin(@ObservesAsync HttpsServerStart started) {
        vertx.setPeriodic(MILLIS_BETWEEN_LOOKS, timer -> {
            if (caches.filled()) {
                vertx.cancelTimer(timer);
                Thread.ofPlatform().name("warm-up").start(this::run);
            }
        });
    }

    private void run() {
        try {
            Rehearsal rehearsal = Rehearsal.read();
            cluster.annotationsOf(NAMESPACE, "default", "");
            cluster.rolesOf(NAMESPACE, "default");
            Injector injector = new Injector(settings.current(), random);
            HttpClient client = client();
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    rehearsal.answers(injector);
                    for (String review : rehearsal.reviews()) {
                        ask(client, review);
                    }
                }
            } finally {
                client.close();
            }
            state = State.Answered;
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warnf("the warm-up failed, so the first reviews will be slow: %s", e.toString());
            state = State.Failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state = State.Failed;
        }
    }

    /** The certificate has the Service's name and is itself the trusted certificate. */
    private HttpClient client() {
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setTrustOptions(new PemTrustOptions().addCertPath(certificate))
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2));
    }

    private void ask(HttpClient client, String review)
            throws ExecutionException, InterruptedException, TimeoutException {
        client.request(
                        HttpMethod.POST,
                        server.getSecurePort(),
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        "/mutate")
                .compose(request -> request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .send(review))
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("the webhook answered its own review with " + response.statusCode()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS_FOR_AN_ANSWER, TimeUnit.SECONDS);
    }
}
