package dev.rolesanywhere.sidecar;

import dev.rolesanywhere.sidecar.csr.CertificateRequest;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.refresh.Refresher;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import dev.rolesanywhere.sidecar.settings.Settings;
import dev.rolesanywhere.sidecar.settings.Settings.Places;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the parts together and keeps going, whatever goes wrong: a pod is better off with old credentials than with none. */
final class SidecarProcess {
    private static final Duration AFTER_FAULT = Duration.ofSeconds(10);
    private static final long LONGEST_SLEEP_MILLIS = 30_000;

    private final Map<String, String> environment;
    private final Places places;
    private final JsonLog log;
    private final Clock clock;
    private final Metrics metrics = new Metrics();
    private final Endpoints endpoints;
    private boolean probing;
    private boolean listening;

    SidecarProcess(Map<String, String> environment, Places places, JsonLog log, Clock clock) {
        this.environment = environment;
        this.places = places;
        this.log = log;
        this.clock = clock;
        this.endpoints = new Endpoints(new Served("", null, Map.of(), "starting"), metrics, clock);
    }

    /** Never returns. */
    void run() throws InterruptedException {
        @Nullable Refresher refresher = null;
        byte @Nullable [] csr = null;
        while (true) {
            Instant next;
            try {
                listenForProbes();
                if (refresher == null || csr == null) {
                    KeyPair keys = keys();
                    csr = CertificateRequest.der(keys);
                    refresher = start(Settings.of(environment, places), keys);
                }
                listenForCredentials();
                next = refresher.round(csr);
            } catch (IOException | GeneralSecurityException | RuntimeException | Error e) {
                next = fault(e);
            }
            pauseUntil(next);
        }
    }

    private void listenForProbes() throws IOException {
        if (!probing) {
            endpoints.listenForProbes(places.probeAddress(), places.probePort());
            probing = true;
        }
    }

    /** After what was left in the volume has been read, so that a restart is never seen as a wrong token. */
    private void listenForCredentials() throws IOException {
        if (!listening) {
            endpoints.listenForCredentials(places.endpointPort());
            listening = true;
        }
    }

    private Refresher start(Settings settings, KeyPair keys) throws IOException {
        Refresher refresher = new Refresher(
                new Refresher.Parts(
                        new IssuerClient(settings.issuer(), settings.issuerBundle(), places.issuerToken()),
                        new SessionExchange(keys.getPrivate(), clock),
                        new CredentialsVolume(places.volume()),
                        endpoints,
                        metrics,
                        log,
                        clock,
                        new SecureRandom(),
                        new Sleep()),
                settings.gateStart());
        refresher.restore();
        return refresher;
    }

    private Instant fault(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
        log.warn("SidecarFault", null, message, "Trying again in " + AFTER_FAULT.toSeconds() + " s.");
        Served served = endpoints.served();
        if (served.notStartedBecause() != null) {
            endpoints.serve(new Served(served.defaultToken(), served.defaultProfile(), served.profiles(), message));
        }
        return clock.instant().plus(AFTER_FAULT);
    }

    /** P-256, in memory only. */
    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private void pauseUntil(Instant time) throws InterruptedException {
        new Sleep().until(time);
    }

    private final class Sleep implements Refresher.Pause {
        @Override
        public void until(Instant time) throws InterruptedException {
            // In steps, because the clock may be set meanwhile.
            for (long left = millisTo(time); left > 0; left = millisTo(time)) {
                Thread.sleep(Math.min(left, LONGEST_SLEEP_MILLIS));
            }
        }

        private long millisTo(Instant time) {
            return Duration.between(clock.instant(), time).toMillis();
        }
    }
}
