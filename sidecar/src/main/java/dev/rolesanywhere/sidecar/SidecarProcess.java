package dev.rolesanywhere.sidecar;

import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.refresh.Inbox;
import dev.rolesanywhere.sidecar.refresh.PodParts;
import dev.rolesanywhere.sidecar.refresh.ProcessParts;
import dev.rolesanywhere.sidecar.refresh.Refresher;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import dev.rolesanywhere.sidecar.refresh.VolumeMirror;
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

/** Creates all components and keeps running after every failure, because old credentials are better than none. */
final class SidecarProcess {
    private static final long AFTER_FAULT_MILLIS = 10_000;
    /** Prevents a busy loop after an error in a schedule. */
    private static final long SHORTEST_SLEEP_MILLIS = 5;

    private static final long LONGEST_SLEEP_MILLIS = 30_000;

    private final Map<String, String> environment;
    private final Places places;
    private final JsonLog log;
    private final Clock node;
    private final CorrectedClock clock;
    private final Inbox inbox = new Inbox(new Inbox.Threads());
    private final ServedPod served;
    private final Endpoints endpoints;
    private boolean probing;
    private boolean listening;

    SidecarProcess(Map<String, String> environment, Places places, JsonLog log, Clock node) {
        this.environment = environment;
        this.places = places;
        this.log = log;
        this.node = node;
        this.clock = new CorrectedClock(node);
        this.served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(this.clock));
        this.endpoints = new Endpoints(served, this.clock);
    }

    /** Never returns. */
    void run() throws InterruptedException {
        @Nullable Refresher refresher = null;
        while (true) {
            long sleep;
            try {
                listenForProbes();
                if (refresher == null) {
                    refresher = start(Settings.of(environment, places), keys());
                }
                listenForCredentials();
                sleep = millisTo(refresher.step());
            } catch (IOException | GeneralSecurityException | RuntimeException | Error e) {
                fault(e);
                sleep = AFTER_FAULT_MILLIS;
            }
            inbox.await(Math.clamp(sleep, SHORTEST_SLEEP_MILLIS, LONGEST_SLEEP_MILLIS));
        }
    }

    private void listenForProbes() throws IOException {
        if (!probing) {
            endpoints.listenForProbes(places.probeAddress(), places.probePort());
            probing = true;
        }
    }

    /** After the volume was read, so that clients never see a wrong token after a restart. */
    private void listenForCredentials() throws IOException {
        if (!listening) {
            endpoints.listenForCredentials(places.endpointPort());
            listening = true;
        }
    }

    private Refresher start(Settings settings, KeyPair keys) throws IOException, GeneralSecurityException {
        CredentialsVolume volume = new CredentialsVolume(places.volume());
        IssuerConnection connection =
                new IssuerConnection(settings.issuer(), settings.issuerAddresses(), settings.issuerBundle());
        connection.adopt(volume.readIssuerBundle());
        SecureRandom random = new SecureRandom();
        Refresher refresher = new Refresher(
                new ProcessParts(
                        clock, random, log, new SessionExchange(node, settings.dnsPolicy(), places.external()), inbox),
                new PodParts(
                        keys.getPrivate(),
                        new Requests(keys),
                        new IssuerClient(connection, new ProjectedToken(places.issuerToken())),
                        new VolumeMirror(volume, random),
                        served,
                        settings.gateStart(),
                        settings.readsFiles()));
        refresher.restore();
        return refresher;
    }

    private void fault(Throwable e) {
        try {
            String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
            log.warn("SidecarFault", null, message, "Next attempt in " + AFTER_FAULT_MILLIS / 1000 + " s.");
            Served last = served.served();
            if (last.notStartedBecause() != null) {
                served.serve(last.notStarted(message));
            }
        } catch (RuntimeException | Error again) {
            // With a full heap, even logging may fail. An exception from here would stop the process.
        }
    }

    /** P-256, in memory only. */
    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Waits in small steps, because the clock may be changed meanwhile. */
    private long millisTo(Instant time) {
        return Duration.between(clock.instant(), time).toMillis();
    }
}
