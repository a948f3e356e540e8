package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.authorities.aws.NoCredentialsException;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import io.fabric8.kubernetes.api.model.Namespace;
import jakarta.inject.Provider;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Credentials for the operator's own calls to AWS, through Roles Anywhere. A caller triggers the renewal in the background after half
 * of their lifetime; if the renewal fails, the old credentials stay in use until a minute before they expire.
 */
final class OwnCredentials implements AwsCredentialsProvider {
    static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration TO_SPARE = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(OwnCredentials.class);

    private final String name;
    private final OperatorSettings settings;
    private final Inventory inventory;
    private final Provider<SigningAuthorities> authorities;
    private final OwnSessions sessions;
    private final Clock clock;
    private final Executor background;
    private final AtomicBoolean inBackground = new AtomicBoolean();
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Held held = new Held(null, Instant.MIN, "");

    /**
     * @param credentials absent until the first success
     * @param askAgainAt not before then
     * @param problem why there are no credentials, or no newer ones
     */
    private record Held(@Nullable Credentials credentials, Instant askAgainAt, String problem) {
        Optional<Credentials> at(Instant now) {
            return Optional.ofNullable(credentials)
                    .filter(it -> now.isBefore(it.expiration().minus(TO_SPARE)));
        }
    }

    /**
     * @param name of the AWSRole
     * @param background for renewals in the background
     */
    OwnCredentials(
            String name,
            OperatorSettings settings,
            Inventory inventory,
            Provider<SigningAuthorities> authorities,
            OwnSessions sessions,
            Clock clock,
            Executor background) {
        this.name = name;
        this.settings = settings;
        this.inventory = inventory;
        this.authorities = authorities;
        this.sessions = sessions;
        this.clock = clock;
        this.background = background;
    }

    /** @throws NoCredentialsException that says what to do */
    @Override
    public AwsCredentials resolveCredentials() {
        Instant now = clock.instant();
        Held known = held;
        if (!now.isBefore(known.askAgainAt())) {
            if (known.at(now).isEmpty()) {
                known = renewed();
            } else if (inBackground.compareAndSet(false, true)) {
                // Callers with valid credentials do not wait for a renewal.
                background.execute(this::renewInBackground);
            }
        }
        String problem = known.problem();
        return known.at(now)
                .<AwsCredentials>map(it -> AwsSessionCredentials.builder()
                        .accessKeyId(it.accessKeyId())
                        .secretAccessKey(it.secretAccessKey())
                        .sessionToken(it.sessionToken())
                        .expirationTime(it.expiration())
                        .build())
                .orElseThrow(() -> NoCredentialsException.because(problem));
    }

    private void renewInBackground() {
        try {
            renewed();
        } finally {
            inBackground.set(false);
        }
    }

    private Held renewed() {
        if (renewing.isHeldByCurrentThread()) {
            throw NoCredentialsException.because(
                    "The CA that must sign for the operator is in AWS and itself needs these credentials. Set the chart's"
                            + " operator.awsRole to an AWSRole of an AWSTrustAnchor with selfSigned, secretRef, pkcs11 or certManager.");
        }
        try {
            renewing.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoCredentialsException.because("The operator is stopping.");
        }
        try {
            // A waiting caller uses the previous caller's result.
            if (!clock.instant().isBefore(held.askAgainAt())) {
                held = next(held);
            }
            return held;
        } finally {
            renewing.unlock();
        }
    }

    private Held next(Held before) {
        Instant now = clock.instant();
        try {
            Credentials fresh = open();
            LOG.infof("the operator got credentials of AWSRole %s, which expire at %s", name, fresh.expiration());
            return new Held(
                    fresh, now.plus(Duration.between(now, fresh.expiration()).dividedBy(2)), "");
        } catch (NoCredentialsException e) {
            LOG.warnf("the operator could not get its own credentials: %s", e.getMessage());
            return new Held(before.credentials(), now.plus(RETRY), String.valueOf(e.getMessage()));
        }
    }

    private Credentials open() {
        Optional<Namespace> namespace = inventory.namespace(settings.namespace());
        var role = inventory.role(name);
        OwnRole decided = OwnRoleDecision.decide(
                name,
                role,
                role.flatMap(found -> inventory.trustAnchor(found.getSpec().trustAnchorName())),
                settings.namespace(),
                namespace.map(found -> found.getMetadata().getLabels()).orElse(null));
        return switch (decided) {
            case OwnRole.Unusable(String message) -> throw NoCredentialsException.because(message);
            case OwnRole.Usable usable -> open(usable);
        };
    }

    private Credentials open(OwnRole.Usable usable) {
        String anchor = usable.anchor().getMetadata().getName();
        CertificateAuthority authority = authorities
                .get()
                .of(usable.anchor())
                .orElseThrow(
                        () -> NoCredentialsException.because(
                                "AWSTrustAnchor '" + anchor
                                        + "' has no certificate authority that can sign. See its conditions with 'kubectl describe awsta'."));
        String duration = usable.role().getSpec().sessionDuration();
        try {
            return sessions.open(
                            usable.anchor(),
                            authority,
                            usable.role(),
                            usable.served(),
                            duration == null
                                    ? null
                                    : (int) WrittenDuration.parse(duration).toSeconds())
                    .credentials();
        } catch (CreateSessionException e) {
            throw NoCredentialsException.because("AWSRole '" + name + "': "
                    + e.refusal().reason() + ". " + e.refusal().explanation());
        } catch (GeneralSecurityException | IllegalArgumentException | IssuingFailedException e) {
            throw NoCredentialsException.because(
                    "AWSRole '" + name + "': " + Objects.requireNonNullElse(e.getMessage(), "no session"));
        }
    }
}
