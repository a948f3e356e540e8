package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Renews what is due, one thing at a time, on one thread: certificates first, then each due role at AWS in the order of
 * their time slots. The endpoints see each result at once.
 */
public final class Refresher {
    private final Parts parts;
    private final RoleBoard board;
    private int issuerFailures;
    private int roundsWithRefusals;

    /** Waits; replaced in tests. */
    public interface Pause {
        void until(Instant time) throws InterruptedException;
    }

    /** What the refresher works with. */
    public record Parts(
            IssuerClient issuer,
            SessionExchange exchange,
            CredentialsVolume volume,
            Endpoints endpoints,
            Metrics metrics,
            JsonLog log,
            Clock clock,
            SecureRandom random,
            Pause pause) {}

    public Refresher(Parts parts, boolean gateStart) {
        this.parts = parts;
        this.board =
                new RoleBoard(parts.volume(), parts.endpoints(), new Tokens(parts.random(), parts.volume()), gateStart);
    }

    /** Serves what a sidecar before this one left, before anybody is asked. */
    public void restore() throws IOException {
        board.restore(now());
    }

    /**
     * One round: certificates, and the roles that are due.
     *
     * @param csr DER
     * @return when the next round is due
     * @throws IOException when the volume cannot be written
     */
    public Instant round(byte[] csr) throws InterruptedException, IOException {
        Issued issued;
        try {
            issued = parts.issuer().certificates(csr);
        } catch (IssuingException e) {
            return issuerFailed(e);
        }
        issuerFailures = 0;
        board.issued(issued, now());
        noteRefused(issued);
        List<Outcome> outcomes = new ArrayList<>();
        Instant start = now();
        for (IssuedRole role : bySlot(issued.roles())) {
            parts.metrics().certificate(role.notAfter());
            if (board.state(role.profile()).isDue(start)) {
                parts.pause().until(start.plus(role.waitFor()));
                outcomes.add(renew(role));
            }
        }
        report(outcomes);
        return next(issued);
    }

    private Instant issuerFailed(IssuingException e) {
        issuerFailures++;
        Duration wait = Schedule.retryIn(issuerFailures, e.retryAfter(), random());
        parts.metrics().refreshed(e.reason());
        parts.log()
                .warn(e.reason(), null, String.valueOf(e.getMessage()), "Trying again in " + wait.toSeconds() + " s.");
        board.issuerFailed(e.reason() + ": " + e.getMessage(), now());
        return now().plus(wait);
    }

    private void noteRefused(Issued issued) {
        for (RefusedRole refused : issued.refused()) {
            parts.log().warn(refused.reason(), refused.role(), refused.message(), null);
            parts.metrics().refreshed(refused.reason());
        }
    }

    private Outcome renew(IssuedRole role) throws IOException {
        Attempt attempt = Attempt.of(role, parts.exchange(), parts.clock());
        Outcome outcome = attempt.outcome();
        RoleState before = board.state(role.profile());
        Credentials credentials = attempt.credentials();
        Instant now = now();
        parts.metrics().refreshed(outcome.reason());
        if (credentials == null) {
            parts.log().warn(outcome.reason(), role.name(), outcome.message(), attempt.action());
            String why = outcome.reason() + ": " + outcome.message() + ". " + attempt.action();
            board.update(role.profile(), before.failed(why, attempt.retryAfter(), now, random()), now);
        } else {
            parts.log().info(outcome.reason(), role.name(), outcome.message());
            board.update(role.profile(), before.renewed(credentials, now, random()), now);
        }
        return outcome;
    }

    /** Best effort: the application has its credentials whether or not the operator hears of it. */
    private void report(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        try {
            parts.issuer().outcomes(outcomes);
        } catch (IssuingException e) {
            parts.log().warn(e.reason(), null, "the operator was not told what AWS answered: " + e.getMessage(), null);
        }
    }

    /** When the first role is due; a role that the issuer refused, or no role at all, is asked for again with backoff. */
    private Instant next(Issued issued) {
        boolean complete = issued.refused().isEmpty() && !issued.roles().isEmpty();
        roundsWithRefusals = complete ? 0 : roundsWithRefusals + 1;
        Instant next =
                now().plus(complete ? Schedule.LONGEST_INTERVAL : Schedule.retryIn(roundsWithRefusals, null, random()));
        for (IssuedRole role : issued.roles()) {
            Instant due = board.state(role.profile()).dueAt();
            next = due.isBefore(next) ? due : next;
        }
        return next;
    }

    /** The earliest slot first, and of equal ones the default, which the pod's start waits for. */
    private static List<IssuedRole> bySlot(List<IssuedRole> roles) {
        List<IssuedRole> sorted = new ArrayList<>();
        for (IssuedRole role : roles) {
            int at = 0;
            while (at < sorted.size() && !before(role, sorted.get(at))) {
                at++;
            }
            sorted.add(at, role);
        }
        return sorted;
    }

    private static boolean before(IssuedRole one, IssuedRole other) {
        int order = one.waitFor().compareTo(other.waitFor());
        return order < 0 || order == 0 && one.isDefault() && !other.isDefault();
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private double random() {
        return parts.random().nextDouble();
    }
}
