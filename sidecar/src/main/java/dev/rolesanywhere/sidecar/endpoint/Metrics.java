package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counters and gauges in Prometheus's text format. */
public final class Metrics {
    private static final String OTHER = "Other";
    /** Limits the number of reasons, in case a newer or faulty operator sends many. */
    private static final int MOST_LABELS = 100;

    private final Map<String, Long> refreshes = new TreeMap<>();
    private final Map<String, Long> requests = new TreeMap<>();
    private final Map<String, Instant> certificates = new TreeMap<>();
    private final Map<String, Instant> obtained = new TreeMap<>();
    private final Clock clock;
    private Duration clockOffset = Duration.ZERO;
    private @Nullable Instant lastServed;

    public Metrics(Clock clock) {
        this.clock = clock;
        // Starts at 0, because a rate ignores the first value of a counter. The operator's reasons are not known in
        // advance.
        for (Integer status : CredentialPolicy.STATUSES) {
            requests.put(status.toString(), 0L);
        }
        refreshes.put(Outcome.ACCEPTED, 0L);
        for (AwsRefusal refusal : AwsRefusal.values()) {
            refreshes.put(refusal.reason(), 0L);
        }
        for (String reason : IssuingException.OWN_REASONS) {
            refreshes.put(reason, 0L);
        }
        refreshes.put(RefusedRole.UNREADABLE, 0L);
        refreshes.put(OTHER, 0L);
    }

    /** @param result {@code Accepted}, or the reason of the refusal or failure */
    public synchronized void refreshed(String result) {
        increment(refreshes, result);
    }

    public synchronized void certificate(String profile, Instant notAfter) {
        certificates.put(profile, notAfter);
    }

    /** AWS has granted credentials. */
    public synchronized void obtained(String profile, Instant at) {
        obtained.put(profile, at);
    }

    /** @param offset AWS's time minus the node's, as corrected */
    public synchronized void clockOffset(Duration offset) {
        clockOffset = offset;
    }

    /** Bindings may change while the pod runs. */
    synchronized void forgetAllBut(Set<String> profiles) {
        certificates.keySet().retainAll(profiles);
        obtained.keySet().retainAll(profiles);
    }

    synchronized void requested(int status) {
        increment(requests, Integer.toString(status));
        if (status == 200) {
            lastServed = clock.instant();
        }
    }

    synchronized String text(Served served) {
        Exposition out = new Exposition();
        out.family("info", "gauge", "Always 1; the label is the version of this sidecar.");
        out.sample("version", IssuerClient.VERSION, 1);
        out.family("credentials_expiration_timestamp_seconds", "gauge", "When the served credentials expire.");
        for (Map.Entry<String, Served.Profile> profile : new TreeMap<>(served.profiles()).entrySet()) {
            Credentials credentials = profile.getValue().credentials();
            if (credentials != null) {
                out.sample("profile", profile.getKey(), credentials.expiration().getEpochSecond());
            }
        }
        out.family(
                "credentials_obtained_timestamp_seconds",
                "gauge",
                "When this sidecar got the served credentials from AWS; absent for credentials from the volume.");
        times(out, obtained);
        out.family("certificate_expiration_timestamp_seconds", "gauge", "When the newest certificate expires.");
        times(out, certificates);
        out.family("refreshes_total", "counter", "Answers and failures of AWS and the operator, by reason.");
        counts(out, "result", refreshes);
        out.family("requests_total", "counter", "Requests at the credential endpoint, by HTTP status.");
        counts(out, "code", requests);
        out.family(
                "last_served_timestamp_seconds", "gauge", "When the endpoint last returned credentials; 0 if never.");
        out.sample(lastServed == null ? 0 : lastServed.getEpochSecond());
        out.family("clock_offset_seconds", "gauge", "AWS's time minus the node's time, if corrected.");
        out.sample(clockOffset.toSeconds());
        return out.toString();
    }

    private static void times(Exposition out, Map<String, Instant> times) {
        for (Map.Entry<String, Instant> time : times.entrySet()) {
            out.sample("profile", time.getKey(), time.getValue().getEpochSecond());
        }
    }

    private static void counts(Exposition out, String label, Map<String, Long> counts) {
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            out.sample(label, count.getKey(), count.getValue());
        }
    }

    private static void increment(Map<String, Long> counts, String label) {
        boolean known = counts.containsKey(label) || counts.size() < MOST_LABELS && isLabel(label);
        String counted = known ? label : OTHER;
        Long before = counts.get(counted);
        counts.put(counted, before == null ? 1L : before + 1);
    }

    /** Sanitized, because the operator's reasons come over the network. */
    private static boolean isLabel(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 64;
    }
}
