package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides an AWSTrustAnchor's status from the facts. */
public final class TrustAnchorDecision {
    private TrustAnchorDecision() {}

    public static AWSTrustAnchorStatus decide(
            TrustAnchorFacts facts, @Nullable Long generation, @Nullable String kind) {
        AWSTrustAnchorStatus before = facts.before();
        List<Condition> conditions = Conditions.merge(
                before == null ? null : before.conditions(), TrustAnchorFindings.of(facts), generation, facts.now());
        return facts.published()
                .map(shown -> new AWSTrustAnchorStatus(
                        generation,
                        conditions,
                        shown.bundlePem(),
                        shown.expires(),
                        shown.authorities(),
                        AuthorityNames.own(facts.name()),
                        facts.managed().statuses(),
                        facts.roles(),
                        kind,
                        facts.request(),
                        summary(conditions)))
                // The recorded CA is kept, because it distinguishes a lost CA from a first one.
                .orElseGet(() -> new AWSTrustAnchorStatus(
                        generation,
                        conditions,
                        before == null ? null : before.caBundle(),
                        before == null ? null : before.expires(),
                        before == null ? null : before.authorities(),
                        before == null ? null : before.configMap(),
                        facts.managed().statuses(),
                        facts.roles(),
                        kind,
                        facts.request(),
                        summary(conditions)));
    }

    /** One word for display: the reason closest to the cause. */
    private static String summary(List<Condition> conditions) {
        return Conditions.find(conditions, TrustAnchorCondition.CertificateAuthorityReady.name())
                .filter(authority -> !authority.holds())
                .or(() -> Conditions.find(conditions, TrustAnchorCondition.Ready.name()))
                .map(Condition::reason)
                .orElseThrow();
    }
}
