package dev.rolesanywhere.node.keys;

import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.node.token.VerifyingKeys;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The API server's public keys from the operator. The same call shows whether operator and API server are reachable,
 * which decides about expired tokens. Any thread may read; one thread calls {@link #step}.
 */
public final class PublishedKeys {
    /** Detects an outage soon after its beginning. Sixty nodes send half a request a second. */
    static final Duration EVERY = Duration.ofMinutes(2);
    /** A client can make the agent call sooner, but no more often than this. */
    static final Duration AT_LEAST = Duration.ofSeconds(10);
    /** Kubelets renew tokens some time after the API server answers again. */
    static final Duration AFTER_OUTAGE = Duration.ofMinutes(3);

    private final IssuerConnection connection;
    private final ProjectedToken agentToken;
    private final Path file;
    private final JsonLog log;
    private final Clock clock;
    private final Executor threads;
    private volatile VerifyingKeys keys = VerifyingKeys.NONE;
    private volatile Reach reach = Reach.UNKNOWN;
    private volatile boolean wanted = true;
    private volatile boolean calling;
    /** Allows one call at a time. */
    private volatile String written = "";

    /**
     * How the last calls ended.
     *
     * @param at when the last one ended
     * @param failedAt when one last failed
     * @param failed whether the last one did
     */
    private record Reach(Instant at, Instant failedAt, boolean failed) {
        static final Reach UNKNOWN = new Reach(Instant.EPOCH, Instant.EPOCH, false);
    }

    /**
     * @param agentToken by which the agent proves itself
     * @param file that outlives the process
     * @param threads for calls, apart from the thread that decides
     */
    public PublishedKeys(
            IssuerConnection connection,
            ProjectedToken agentToken,
            Path file,
            JsonLog log,
            Clock clock,
            Executor threads) {
        this.connection = connection;
        this.agentToken = agentToken;
        this.file = file;
        this.log = log;
        this.clock = clock;
        this.threads = threads;
    }

    /** Restores what a previous agent stored. */
    public void restore() {
        try {
            KeysAnswer kept = KeysAnswer.read(Files.readString(file));
            keys = kept.keys();
            connection.adopt(kept.issuerBundle());
        } catch (NoSuchFileException e) {
            // This is the first agent since the node started.
        } catch (IOException e) {
            log.warn(
                    "StateUnreadable",
                    null,
                    file + " cannot be read: " + e.getMessage(),
                    "The agent requests the keys from the operator, and writes the file again.");
        }
    }

    public VerifyingKeys keys() {
        return keys;
    }

    /** Whether the last call ended so recently that another call would give the same answer. */
    public boolean isRecent(Instant now) {
        return reach.at().plus(AT_LEAST).isAfter(now);
    }

    /** Whether operator or API server were unavailable recently, so that kubelets could not renew tokens. */
    public boolean isOutage(Instant now) {
        Reach last = reach;
        return last.failed() || last.failedAt().plus(AFTER_OUTAGE).isAfter(now);
    }

    /** Makes the next step call the operator, unless the last call was recent. */
    public void want() {
        wanted = true;
    }

    /** @return when to call this again */
    public Instant step(Instant now) {
        // Without a key the agent cannot serve pods and is not ready.
        Instant due = reach.at().plus(wanted || keys == VerifyingKeys.NONE ? AT_LEAST : EVERY);
        if (calling || due.isAfter(now)) {
            return calling ? now.plus(AT_LEAST) : due;
        }
        calling = true;
        try {
            threads.execute(this::call);
        } catch (RuntimeException | Error e) {
            ended(IssuingException.of(e));
        }
        return now.plus(AT_LEAST);
    }

    private void call() {
        IssuingException failure = null;
        try {
            fetch();
        } catch (IssuingException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = IssuingException.of(e);
        } finally {
            ended(failure);
        }
    }

    private void fetch() throws IssuingException {
        HttpResponse response = connection.post(Issuing.KEYS_PATH, agentToken, "{}");
        if (response.status() != 200) {
            throw IssuingException.of(response);
        }
        try {
            KeysAnswer answer = KeysAnswer.read(response.body());
            connection.adopt(answer.issuerBundle());
            keys = answer.keys();
            String text = answer.json();
            if (!text.equals(written)) {
                AtomicFile.write(file, text, "rw-------");
                written = text;
            }
        } catch (MalformedJsonException e) {
            throw IssuingException.of(
                    new IllegalStateException("the operator's answer cannot be read: " + e.getMessage()));
        } catch (IOException e) {
            log.warn(
                    "StateUnwritable",
                    null,
                    file + ": " + e,
                    "The agent works without the file until the agent restarts.");
        }
    }

    /**
     * An answer of the operator ends an outage only if it contains the keys. Otherwise it is unknown whether tokens can
     * be renewed.
     */
    private void ended(@Nullable IssuingException failure) {
        Instant now = clock.instant();
        Reach before = reach;
        if (failure != null && !before.failed()) {
            log.warn(
                    failure.reason(),
                    null,
                    "the operator did not send the public keys that verify tokens of pods: " + failure.getMessage(),
                    "The agent serves its present credentials until they expire, and retries. If this continues, check that an operator is active and reachable from the node.");
        } else if (failure == null && before.failed()) {
            log.info("IssuerReached", null, "the operator sends the public keys again");
        }
        reach = new Reach(now, failure == null ? before.failedAt() : now, failure != null);
        wanted = false;
        calling = false;
    }
}
