package dev.rolesanywhere.operator.probe;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.ownsession.OwnSessions;
import dev.rolesanywhere.operator.rotation.TrustProbe;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks a CA with AWS at most every half minute, to save quota for pods. A CA of AWS Private CA that AWS does not trust yet is
 * checked once an hour, because each leaf costs money.
 */
@Singleton
public class RateLimitedProbe implements TrustProbe {
    static final Duration PACE = Duration.ofSeconds(30);
    static final Duration PAID_PACE = Duration.ofHours(1);

    private final TrustProbe probe;
    private final Clock clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(String fingerprint, Instant at, TrustProof proof) {}

    @Inject
    RateLimitedProbe(
            Inventory inventory,
            OperatorSettings settings,
            EgressResolver egressResolver,
            Clock clock,
            SecureRandom random) {
        this(new RolesAnywhereProbe(inventory, new OwnSessions(settings, egressResolver, clock, random)), clock);
    }

    RateLimitedProbe(TrustProbe probe, Clock clock) {
        this.probe = probe;
        this.clock = clock;
    }

    @Override
    public TrustProof prove(AWSTrustAnchor anchor, CertificateAuthority authority) {
        String fingerprint = Fingerprint.sha256(authority.certificate());
        Answer known = answers.get(anchor.getMetadata().getName());
        if (known != null
                && known.fingerprint().equals(fingerprint)
                && clock.instant().isBefore(known.at().plus(pace(anchor, known.proof())))) {
            return known.proof();
        }
        TrustProof proof = probe.prove(anchor, authority);
        answers.put(anchor.getMetadata().getName(), new Answer(fingerprint, clock.instant(), proof));
        return proof;
    }

    private static Duration pace(AWSTrustAnchor anchor, TrustProof last) {
        boolean paid = anchor.getSpec().certificateAuthority().acmPca() != null;
        return paid && !(last instanceof TrustProof.Trusted) ? PAID_PACE : PACE;
    }
}
