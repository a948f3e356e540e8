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
 * Checks whether AWS accepts leaf certificates of the active CA. Reports of pods trigger the check but do not decide its result. The
 * check runs at most once a minute, or once an hour if each leaf certificate costs money.
 */
@Singleton
public class RegistrationProbe {
    static final Duration PACE = Duration.ofMinutes(10);
    static final Duration PACE_WHEN_IN_DOUBT = Duration.ofMinutes(1);
    static final Duration PAID_PACE = Duration.ofHours(6);
    static final Duration PAID_PACE_WHEN_IN_DOUBT = Duration.ofHours(1);

    private final TrustProbe probe;
    private final Clock clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(String fingerprint, Instant at, TrustProof proof) {}

    @Inject
    RegistrationProbe(
            Inventory inventory,
            OperatorSettings settings,
            EgressResolver egressResolver,
            Clock clock,
            SecureRandom random) {
        this(new RolesAnywhereProbe(inventory, new OwnSessions(settings, egressResolver, clock, random)), clock);
    }

    RegistrationProbe(TrustProbe probe, Clock clock) {
        this.probe = probe;
        this.clock = clock;
    }

    /**
     * Calls AWS unless it did so recently. Never throws because of AWS or the network.
     *
     * @param podsReportTrouble whether a pod reports that AWS rejects the CA
     */
    public TrustProof ask(AWSTrustAnchor anchor, CertificateAuthority authority, boolean podsReportTrouble) {
        String name = anchor.getMetadata().getName();
        String fingerprint = Fingerprint.sha256(authority.certificate());
        Answer known = answers.get(name);
        if (known != null
                && known.fingerprint().equals(fingerprint)
                && clock.instant().isBefore(known.at().plus(pace(anchor, known.proof(), podsReportTrouble)))) {
            return known.proof();
        }
        TrustProof proof = probe.prove(anchor, authority);
        answers.put(name, new Answer(fingerprint, clock.instant(), proof));
        return proof;
    }

    public void forget(String trustAnchor) {
        answers.remove(trustAnchor);
    }

    private static Duration pace(AWSTrustAnchor anchor, TrustProof last, boolean podsReportTrouble) {
        boolean trusted = last instanceof TrustProof.Trusted;
        boolean inDoubt = trusted == podsReportTrouble && !(last instanceof TrustProof.Unknown);
        if (anchor.getSpec().certificateAuthority().acmPca() != null) {
            return inDoubt ? PAID_PACE_WHEN_IN_DOUBT : PAID_PACE;
        }
        return inDoubt ? PACE_WHEN_IN_DOUBT : PACE;
    }
}
