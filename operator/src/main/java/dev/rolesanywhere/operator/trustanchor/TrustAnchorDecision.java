package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An AWSTrustAnchor's status from what is known. */
final class TrustAnchorDecision {
    private TrustAnchorDecision() {}

    static AWSTrustAnchorStatus decide(TrustAnchorFacts facts, @Nullable Long generation, Instant now) {
        AWSTrustAnchorStatus before = facts.before();
        List<Condition> conditions = Conditions.merge(
                before == null ? null : before.conditions(), TrustAnchorFindings.of(facts), generation, now);
        return switch (facts.authority()) {
            case AuthorityState.Usable(CertificateAuthority authority, var _, var _) ->
                new AWSTrustAnchorStatus(
                        generation,
                        conditions,
                        CertificatePem.encode(authority.trustAnchorCertificate()),
                        authority.validity().notAfter().toString(),
                        List.of(describe(authority.trustAnchorCertificate())),
                        AuthorityNames.own(facts.name()),
                        facts.roles());
            // What was there is kept: it is how a loss is told from a beginning.
            case AuthorityState.Unusable _ ->
                new AWSTrustAnchorStatus(
                        generation,
                        conditions,
                        before == null ? null : before.caBundle(),
                        before == null ? null : before.expires(),
                        before == null ? null : before.authorities(),
                        before == null ? null : before.configMap(),
                        facts.roles());
        };
    }

    private static Authority describe(X509Certificate certificate) {
        Validity validity = Validity.of(certificate);
        return new Authority(
                State.Active,
                certificate.getSubjectX500Principal().getName(),
                Fingerprint.sha256(certificate),
                validity.notBefore().toString(),
                validity.notAfter().toString());
    }
}
