package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.authorities.aws.NoCredentialsException;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.operator.trustanchor.SigningAuthorities;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Credentials for the operator's own calls of AWS, through Roles Anywhere. They are renewed after half of their life, when somebody
 * needs them; where that fails the old ones serve until a minute before their end.
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
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Held held = new Held(null, Instant.MIN, "");

    /**
     * @param credentials absent before the first success
     * @param askAgainAt not before then
     * @param problem why there are none, or no newer ones
     */
    private record Held(@Nullable Credentials credentials, Instant askAgainAt, String problem) {
        Optional<Credentials> at(Instant now) {
            return Optional.ofNullable(credentials)
                    .filter(it -> now.isBefore(it.expiration().minus(TO_SPARE)));
        }
    }

    /** @param name of the AWSRole */
    OwnCredentials(
            String name,
            OperatorSettings settings,
            Inventory inventory,
            Provider<SigningAuthorities> authorities,
            OwnSessions sessions,
            Clock clock) {
        this.name = name;
        this.settings = settings;
        this.inventory = inventory;
        this.authorities = authorities;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** @throws NoCredentialsException that says what to do */
    @Override
    public AwsCredentials resolveCredentials() {
        Held now = clock.instant().isBefore(held.askAgainAt()) ? held : renewed();
        return now.at(clock.instant())
                .<AwsCredentials>map(it -> AwsSessionCredentials.builder()
                        .accessKeyId(it.accessKeyId())
                        .secretAccessKey(it.secretAccessKey())
                        .sessionToken(it.sessionToken())
                        .expirationTime(it.expiration())
                        .build())
                .orElseThrow(() -> NoCredentialsException.because(now.problem()));
    }

    private Held renewed() {
        try {
            renewing.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoCredentialsException.because("The operator stops.");
        }
        try {
            // Whoever waited finds what the one before got.
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
            LOG.infof("the operator has credentials of AWSRole %s until %s", name, fresh.expiration());
            return new Held(
                    fresh, now.plus(Duration.between(now, fresh.expiration()).dividedBy(2)), "");
        } catch (NoCredentialsException e) {
            LOG.warnf("the operator gets no credentials for itself: %s", e.getMessage());
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
                                        + "' has no certificate authority to sign with: see its conditions with 'kubectl describe awsta'."));
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
