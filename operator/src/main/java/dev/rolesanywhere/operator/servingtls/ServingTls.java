package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.ownobjects.OwnObjects;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.serving.ServerCertificate;
import dev.rolesanywhere.pki.serving.ServingAuthorities;
import dev.rolesanywhere.pki.serving.ServingAuthority;
import dev.rolesanywhere.pki.serving.ServingRotation;
import dev.rolesanywhere.pki.serving.ServingSecret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Maintains the operator's own TLS. Every replica does this, active or not, so that the webhook starts and certificates rotate without
 * a leader. Shared objects are written with optimistic locking.
 */
@Singleton
public class ServingTls implements IssuerBundle {
    private static final String OPAQUE = "Opaque";
    private static final String TLS = "kubernetes.io/tls";

    private final OwnObjects objects;
    private final WebhookTrust webhook;
    private final WebhookPods pods;
    private final AgentTrust agents;
    private final ServingKey servingKey;
    private final TlsNames names;
    private final ServingRotation rotation;
    private final Clock clock;
    private final SecureRandom random;
    private final AtomicReference<@Nullable String> bundle = new AtomicReference<>();
    private final AtomicReference<@Nullable String> authorityVersion = new AtomicReference<>();
    private final AtomicReference<@Nullable Instant> end = new AtomicReference<>();

    ServingTls(
            OwnObjects objects,
            WebhookTrust webhook,
            WebhookPods pods,
            AgentTrust agents,
            ServingKey servingKey,
            OperatorSettings settings,
            Clock clock,
            SecureRandom random) {
        this.objects = objects;
        this.webhook = webhook;
        this.pods = pods;
        this.agents = agents;
        this.servingKey = servingKey;
        this.names = TlsNames.of(settings);
        this.rotation = new ServingRotation(clock, random);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<String> bundlePem() {
        return Optional.ofNullable(bundle.get());
    }

    /** When the signing authority expires; empty before the first round. */
    Optional<Instant> authorityEnd() {
        return Optional.ofNullable(end.get());
    }

    /** Whether the stored authority is not the one of the last round, or the webhook's configuration lacks its bundle. */
    boolean isOutdated() {
        String trusted = bundle.get();
        Optional<String> version = objects.secret(names.authoritySecret()).map(StoredSecret::version);
        return trusted == null
                || !version.equals(Optional.ofNullable(authorityVersion.get()))
                || !webhook.trusts(names.webhookConfiguration(), trusted);
    }

    /** One idempotent round. Failed steps are retried in the next round. */
    void maintain() {
        ServingAuthorities authorities = authorities();
        ServingAuthority signing = authorities.signing(clock.instant());
        if (servingKey
                .current()
                .filter(it -> !it.renewalDue(signing, names.issuerHosts(), clock.instant()))
                .isEmpty()) {
            servingKey.replace(signing.issueServer(names.issuerHosts(), clock.instant(), random));
        }
        bundle.set(authorities.bundlePem());
        end.set(Validity.of(signing.certificate()).notAfter());
        objects.publish(names.issuerBundle(), Map.of(), authorities.bundlePem(), objects.bundle(names.issuerBundle()));
        ServerCertificate served = webhookCertificate(signing);
        pods.announce(names.webhookSecret(), served.certificate());
        webhook.publish(names.webhookConfiguration(), authorities.bundlePem());
        agents.publish(names.issuerBundle(), authorities.bundlePem());
    }

    private ServingAuthorities authorities() {
        Optional<StoredSecret> stored = objects.secret(names.authoritySecret());
        authorityVersion.set(stored.map(StoredSecret::version).orElse(null));
        if (stored.isEmpty()) {
            ServingAuthorities first = rotation.start();
            objects.create(names.authoritySecret(), OPAQUE, Map.of(), ServingSecret.encode(first));
            return first;
        }
        // Unlike a workload CA, this CA may be recreated: only our own endpoints use it, and they update themselves.
        Optional<ServingAuthorities> read = ServingSecret.decode(stored.get().data(), random);
        ServingAuthorities now = read.map(rotation::advance).orElseGet(rotation::start);
        if (read.isEmpty() || !now.equals(read.get())) {
            objects.replace(stored.get(), ServingSecret.encode(now));
        }
        return now;
    }

    private ServerCertificate webhookCertificate(ServingAuthority signing) {
        Optional<StoredSecret> stored = objects.secret(names.webhookSecret());
        Optional<ServerCertificate> good = stored.flatMap(it -> ServerCertificate.decode(it.data(), random))
                .filter(it -> !it.renewalDue(signing, names.webhookHosts(), clock.instant()));
        if (good.isPresent()) {
            return good.get();
        }
        ServerCertificate fresh = signing.issueServer(names.webhookHosts(), clock.instant(), random);
        if (stored.isEmpty()) {
            objects.create(names.webhookSecret(), TLS, Map.of(), fresh.secretData());
        } else {
            objects.replace(stored.get(), fresh.secretData());
        }
        return fresh;
    }
}
