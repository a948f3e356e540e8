package dev.rolesanywhere.sidecar;

import dev.rolesanywhere.sidecar.endpoint.HttpEndpoint;
import dev.rolesanywhere.sidecar.endpoint.ProbeAnswers;
import dev.rolesanywhere.sidecar.endpoint.Traffic;
import dev.rolesanywhere.sidecar.issuing.Issuer;
import dev.rolesanywhere.sidecar.refresh.Progress;
import dev.rolesanywhere.sidecar.refresh.RefreshLoop;
import dev.rolesanywhere.sidecar.volume.CredentialStore;
import dev.rolesanywhere.sidecar.volume.CredentialVolume;
import dev.rolesanywhere.sidecar.volume.HeldCredentials;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;

/** The sidecar. It ends with 0 on SIGTERM, and for no other reason. */
public final class Main {
    private static final String VERSION = "0.1.0";

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // The JDK would send a POST again by itself when a connection breaks; when to try again is decided in Schedule.
        System.setProperty("sun.net.http.retryPost", "false");
        // A JVM ends with 143 on SIGTERM, which Kubernetes would show as an error of every pod that ends.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        Clock clock = Clock.systemUTC();
        Log log = new Log(System.out, clock);
        try {
            start(Settings.of(System.getenv()), log, clock);
        } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
            log.say("ERROR", "CannotStart", "", String.valueOf(e.getMessage()));
            Thread.sleep(Long.MAX_VALUE); // a crash loop would hide the message, and starting again changes nothing
        }
    }

    private static void start(Settings settings, Log log, Clock clock) throws IOException, GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        CredentialVolume volume = new CredentialVolume(settings.directory(), random);
        CredentialStore store = new CredentialStore();
        for (HeldCredentials held : volume.restore(clock.instant())) {
            store.put(held);
            log.say(
                    "INFO",
                    "Restored",
                    held.profile(),
                    "credentials of an earlier start, until "
                            + held.credentials().expiration());
        }
        store.defaultProfile(volume.restoredDefault());
        volume.token("");

        Progress progress = new Progress();
        Traffic traffic = new Traffic();
        HttpEndpoint.credentials(settings.endpointPort(), store, volume, traffic, clock);
        HttpEndpoint.probes(
                settings.probePort(), new ProbeAnswers(settings.waitForCredentials(), store, progress, traffic, clock));
        new RefreshLoop(keyPair(random), new Issuer(settings, VERSION), store, volume, progress, log, clock, random)
                .run();
    }

    /** In memory only: it is never written, and a new process has a new one. */
    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }
}
