package dev.rolesanywhere.operator.probe;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.ownsession.OwnSessions;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.registration.Registrations;
import dev.rolesanywhere.operator.rotation.TrustProbe;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A real exchange for each registration, with the operator's own leaf for a role of that registration. The credentials have the
 * shortest duration that AWS allows and are discarded immediately.
 */
public final class RolesAnywhereProbe implements TrustProbe {
    /** Refusals from STS: AWS calls STS only after it trusts the certificate, so they prove the trust like a session does. */
    private static final Set<AwsRefusal> BEHIND_THE_TRUST =
            EnumSet.of(AwsRefusal.ROLE_TRUST_POLICY_DENIES, AwsRefusal.DURATION_EXCEEDS_ROLE);

    /** A role with wrong settings proves nothing about the CA, so other roles are tried. */
    private static final int ROLES_TRIED = 3;

    private static final Logger LOG = Logger.getLogger(RolesAnywhereProbe.class);

    private final Inventory inventory;
    private final OwnSessions sessions;

    public RolesAnywhereProbe(Inventory inventory, OwnSessions sessions) {
        this.inventory = inventory;
        this.sessions = sessions;
    }

    @Override
    public TrustProof prove(AWSTrustAnchor anchor, CertificateAuthority authority) {
        List<TrustProof> answers = new ArrayList<>();
        for (Registration registration : Registrations.of(anchor)) {
            List<AWSRole> roles = served(anchor, registration);
            if (!roles.isEmpty()) {
                answers.add(prove(anchor, authority, registration, roles));
            }
        }
        return answers.isEmpty()
                ? new TrustProof.Unknown(
                        "no AWSRole uses a registration of this trust anchor, so the operator cannot test it.")
                : first(answers, TrustProof.NotYet.class)
                        .or(() -> first(answers, TrustProof.AnchorMissing.class))
                        .or(() -> first(answers, TrustProof.Unknown.class))
                        .orElseGet(TrustProof.Trusted::new);
    }

    private static Optional<TrustProof> first(List<TrustProof> answers, Class<? extends TrustProof> kind) {
        return answers.stream().filter(kind::isInstance).findFirst();
    }

    private List<AWSRole> served(AWSTrustAnchor anchor, Registration registration) {
        return inventory.rolesOf(anchor.getMetadata().getName()).stream()
                .filter(role -> role.getSpec().defect().isEmpty()
                        && RegistrationChoice.choose(role.getSpec(), Registrations.of(anchor))
                                instanceof RegistrationChoice.Served served
                        && served.registration().equals(registration))
                .limit(ROLES_TRIED)
                .toList();
    }

    private TrustProof prove(
            AWSTrustAnchor anchor, CertificateAuthority authority, Registration registration, List<AWSRole> roles) {
        TrustProof last = new TrustProof.Unknown("not tested");
        for (AWSRole role : roles) {
            last = prove(anchor, authority, registration, role);
            if (!(last instanceof TrustProof.Unknown)) {
                return last;
            }
        }
        return last;
    }

    private TrustProof prove(
            AWSTrustAnchor anchor, CertificateAuthority authority, Registration registration, AWSRole role) {
        try {
            RegistrationChoice.Served served =
                    (RegistrationChoice.Served) RegistrationChoice.choose(role.getSpec(), Registrations.of(anchor));
            var session = sessions.tryOut(anchor, authority, role, served);
            LOG.debugf(
                    "AWS gave a session for a test certificate of %s. The session expires at %s",
                    authority, session.credentials().expiration());
            return new TrustProof.Trusted();
        } catch (CreateSessionException e) {
            if (e.refusal() == AwsRefusal.UNTRUSTED_CERTIFICATE) {
                return new TrustProof.NotYet("trust anchor " + registration.arn() + " does not contain it.");
            }
            if (e.refusal() == AwsRefusal.ANCHOR_MISSING_OR_DISABLED) {
                return new TrustProof.AnchorMissing(
                        "trust anchor " + registration.arn() + " does not exist or is disabled.");
            }
            return BEHIND_THE_TRUST.contains(e.refusal())
                    ? new TrustProof.Trusted()
                    : new TrustProof.Unknown("trust anchor " + registration.arn() + ", AWSRole '"
                            + role.getMetadata().getName() + "': "
                            + e.refusal().reason() + ". " + e.refusal().explanation());
        } catch (IssuingFailedException e) {
            return new TrustProof.Unknown("the CA issued no certificate for the test. " + e.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new TrustProof.Unknown(
                    "trust anchor " + registration.arn() + ": " + UntrustedText.sanitize(e.getMessage()));
        }
    }
}
