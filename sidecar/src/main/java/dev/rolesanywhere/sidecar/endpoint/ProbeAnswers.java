package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.sidecar.refresh.Progress;
import dev.rolesanywhere.sidecar.volume.CredentialStore;
import dev.rolesanywhere.sidecar.volume.HeldCredentials;
import java.time.Clock;

/** {@code /started} for the startup probe, and {@code /metrics}. */
public final class ProbeAnswers implements Answers {
    private final boolean waitForCredentials;
    private final CredentialStore store;
    private final Progress progress;
    private final Traffic traffic;
    private final Clock clock;

    public ProbeAnswers(
            boolean waitForCredentials, CredentialStore store, Progress progress, Traffic traffic, Clock clock) {
        this.waitForCredentials = waitForCredentials;
        this.store = store;
        this.progress = progress;
        this.traffic = traffic;
        this.clock = clock;
    }

    @Override
    public Answer to(RequestHead request) {
        if (!request.method().equals("GET")) {
            return Answer.text(405, "only GET is answered\n");
        }
        return switch (request.path()) {
            case Sidecar.STARTED_PATH -> started();
            case Sidecar.METRICS_PATH -> Answer.text(200, metrics());
            default ->
                Answer.text(404, "the paths are " + Sidecar.STARTED_PATH + " and " + Sidecar.METRICS_PATH + "\n");
        };
    }

    /** Only the default role gates the start; a pod without one starts as soon as it is known that it has none. */
    private Answer started() {
        boolean noDefault = progress.answered() && store.defaultProfile() == null;
        if (!waitForCredentials || noDefault || store.servesDefault(clock.instant())) {
            return Answer.text(200, "started\n");
        }
        return Answer.text(503, progress.last() + "\n");
    }

    private String metrics() {
        StringBuilder out = new StringBuilder(512);
        out.append("# TYPE rolesanywhere_credentials_expiration_timestamp_seconds gauge\n");
        for (HeldCredentials held : store.all()) {
            out.append("rolesanywhere_credentials_expiration_timestamp_seconds{profile=\"")
                    .append(held.profile())
                    .append("\"} ")
                    .append(held.credentials().expiration().getEpochSecond())
                    .append('\n');
        }
        progress.metrics(out);
        traffic.metrics(out);
        return out.toString();
    }
}
