package dev.rolesanywhere.sidecar;

import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.log.LogSettings;
import dev.rolesanywhere.sidecar.settings.Settings.Places;
import java.time.Clock;

/** Starts the sidecar. It exits only on SIGTERM and SIGINT, with code 0. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(new ExitZero(), "exit"));
        Clock clock = Clock.systemUTC();
        JsonLog log = new JsonLog(System.out, clock, LogSettings.of(System.getenv()));
        new SidecarProcess(System.getenv(), Places.of(System.getProperties()).with(System.getenv()), log, clock).run();
    }

    /**
     * The JVM exits with 143 on SIGTERM, which a Job's pod would show as a failed container. No cleanup is needed: files are renamed
     * into place, and running calls may be lost.
     */
    private static final class ExitZero implements Runnable {
        @Override
        public void run() {
            Runtime.getRuntime().halt(0);
        }
    }
}
