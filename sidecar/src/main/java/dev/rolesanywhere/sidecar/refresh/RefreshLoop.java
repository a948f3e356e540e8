package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.Log;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.Issuer;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.volume.CredentialStore;
import dev.rolesanywhere.sidecar.volume.CredentialVolume;
import dev.rolesanywhere.sidecar.volume.HeldCredentials;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One thread: asks for leaves, exchanges those that are due, and sleeps until the next is. The last good credentials stay meanwhile. */
public final class RefreshLoop {
    private static final Duration WHEN_NOTHING_IS_SERVED = Duration.ofSeconds(30);

    private final KeyPair pair;
    private final Issuer issuer;
    private final CredentialStore store;
    private final CredentialVolume volume;
    private final Progress progress;
    private final Log log;
    private final Clock clock;
    private final RandomGenerator random;
    private final Exchange exchange;
    private final Map<String, Attempts> roles = new HashMap<>();
    private final Attempts issuing;

    public RefreshLoop(
            KeyPair pair,
            Issuer issuer,
            CredentialStore store,
            CredentialVolume volume,
            Progress progress,
            Log log,
            Clock clock,
            RandomGenerator random) {
        this.pair = pair;
        this.issuer = issuer;
        this.store = store;
        this.volume = volume;
        this.progress = progress;
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.exchange = new Exchange(clock);
        this.issuing = new Attempts(clock.instant());
    }

    /** Returns when the thread is interrupted. */
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Instant next = cycle();
                Thread.sleep(
                        Math.max(100, Duration.between(clock.instant(), next).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return when the next one is due */
    Instant cycle() throws InterruptedException {
        Issued issued;
        try {
            issued = issuer.certificates(pair);
            issuing.succeeded();
        } catch (IssuingException e) {
            String message = "no certificate: " + e.getMessage();
            progress.refused(message);
            boolean passes = e.reason().equals("IssuerUnreachable");
            Instant next = issuing.failed(clock.instant(), passes, e.retryAfterSeconds(), random.nextDouble());
            if (issuing.isNews(e.reason())) {
                log.say("WARN", e.reason(), "", message);
            }
            return next;
        }
        adopt(issued);
        Instant next = clock.instant().plus(issued.roles().isEmpty() ? WHEN_NOTHING_IS_SERVED : Duration.ofHours(1));
        for (IssuedRole role : issued.roles()) {
            Instant due = renew(role);
            next = due.isBefore(next) ? due : next;
        }
        return issued.refused().isEmpty() ? next : earlier(next, clock.instant().plus(WHEN_NOTHING_IS_SERVED));
    }

    private void adopt(Issued issued) {
        String defaultProfile = null;
        List<String> profiles = new ArrayList<>();
        for (IssuedRole role : issued.roles()) {
            profiles.add(role.profile());
            defaultProfile = role.isDefault() ? role.profile() : defaultProfile;
            progress.answered(role.notAfter());
        }
        if (issued.roles().isEmpty() && issued.refused().isEmpty()) {
            progress.answeredWithoutRoles();
        }
        for (Issued.RefusedRole refused : issued.refused()) {
            Attempts attempts = attempts(refused.role());
            progress.refused(refused.message());
            if (attempts.isNews(refused.reason())) {
                log.say("WARN", refused.reason(), refused.role(), refused.message());
            }
        }
        if (issued.refused().isEmpty() || defaultProfile != null) {
            store.defaultProfile(defaultProfile);
        }
        try {
            volume.saveConfig(profiles, store.defaultProfile());
            volume.token("");
            for (String profile : profiles) {
                volume.token(profile);
            }
        } catch (IOException e) {
            log.say("ERROR", "VolumeNotWritable", "", "the shared volume could not be written: " + e.getMessage());
        }
    }

    /** @return when this role is due again */
    private Instant renew(IssuedRole role) throws InterruptedException {
        Attempts attempts = attempts(role.name());
        HeldCredentials held = store.find(role.profile());
        if (held != null && attempts.due().isAfter(clock.instant())) {
            return attempts.due();
        }
        Thread.sleep(role.waitSeconds() * 1000); // the time slot that the operator gave
        Exchange.Result result = exchange.of(role);
        Session session = result.session();
        Instant due = session == null
                ? attempts.failed(
                        clock.instant(),
                        result.refusal() != null && result.refusal().passes(),
                        result.retryAfterSeconds(),
                        random.nextDouble())
                : accepted(role, attempts, session);
        if (session == null) {
            progress.refused(result.outcome().message());
        }
        if (attempts.isNews(result.outcome().reason())) {
            log.say(
                    session == null ? "WARN" : "INFO",
                    result.outcome().reason(),
                    role.name(),
                    result.outcome().message());
        }
        issuer.report(result.outcome());
        return due;
    }

    private Instant accepted(IssuedRole role, Attempts attempts, Session session) {
        Instant now = clock.instant();
        HeldCredentials held = new HeldCredentials(role.profile(), session.credentials(), now);
        store.put(held);
        attempts.succeeded();
        attempts.due(Schedule.renewal(now, session.credentials().expiration(), random.nextDouble()));
        progress.renewed("credentials until " + session.credentials().expiration());
        try {
            volume.save(held);
        } catch (IOException e) {
            // The endpoint serves from memory all the same.
            log.say(
                    "ERROR",
                    "VolumeNotWritable",
                    role.name(),
                    "the shared volume could not be written: " + e.getMessage());
        }
        return attempts.due();
    }

    private Attempts attempts(String role) {
        return roles.computeIfAbsent(role, name -> new Attempts(clock.instant()));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** How often something failed in a row, since when, and when it is due again. */
    private static final class Attempts {
        private int failures;
        private Instant failingSince;
        private Instant due;
        private @Nullable String lastReason;

        Attempts(Instant now) {
            failingSince = now;
            due = now;
        }

        Instant failed(Instant now, boolean passes, @Nullable Long retryAfter, double chance) {
            if (failures++ == 0) {
                failingSince = now;
            }
            Duration wait = Schedule.retry(failures, Duration.between(failingSince, now), passes, chance);
            Duration asked = retryAfter == null ? Duration.ZERO : Duration.ofSeconds(retryAfter);
            due = now.plus(wait.compareTo(asked) < 0 ? asked : wait);
            return due;
        }

        void succeeded() {
            failures = 0;
            lastReason = null;
        }

        /** One log line for a change, not for each attempt. */
        boolean isNews(String reason) {
            boolean news = !reason.equals(lastReason);
            lastReason = reason;
            return news;
        }

        Instant due() {
            return due;
        }

        void due(Instant when) {
            due = when;
        }
    }
}
