package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.plugin.fact.ConditionFacts;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts from the conditions of trust anchors. */
public final class AnchorFacts {
    private AnchorFacts() {}

    static List<Fact> of(List<AWSTrustAnchor> anchors) {
        return anchors.isEmpty()
                ? List.of(Fact.bad(
                        "trust anchors",
                        "no AWSTrustAnchor exists",
                        "Create an AWSTrustAnchor, the certificate authority of this cluster.",
                        Pages.of("../README.md#quickstart")))
                : anchors.stream().flatMap(anchor -> of(anchor).stream()).toList();
    }

    /** Facts about one trust anchor. */
    public static List<Fact> of(AWSTrustAnchor anchor) {
        String name = "trust anchor " + anchor.getMetadata().getName();
        AWSTrustAnchorStatus status = anchor.getStatus();
        List<Condition> conditions = status == null ? null : status.conditions();
        List<Fact> facts = new ArrayList<>();
        facts.add(ready(name, conditions));
        facts.add(ConditionFacts.of(name + ", registered in AWS", conditions, TrustAnchorCondition.Registered.name()));
        facts.add(expiration(name, conditions, status == null ? null : status.expires()));
        for (TrustAnchorCondition only : List.of(TrustAnchorCondition.Rotation, TrustAnchorCondition.Managed)) {
            // These conditions are omitted if they report no problem.
            Optional.of(ConditionFacts.of(name + ", " + only.name().toLowerCase(Locale.ROOT), conditions, only.name()))
                    .filter(fact -> Conditions.find(conditions, only.name()).isPresent())
                    .filter(Fact::isBad)
                    .ifPresent(facts::add);
        }
        return facts;
    }

    /** If the CA is the cause, its own condition has the reason and Ready adds nothing. */
    private static Fact ready(String name, @Nullable List<Condition> conditions) {
        return Optional.of(ConditionFacts.of(name, conditions, TrustAnchorCondition.CertificateAuthorityReady.name()))
                .filter(Fact::isBad)
                .orElseGet(() -> ConditionFacts.of(name, conditions, TrustAnchorCondition.Ready.name()));
    }

    private static Fact expiration(String name, @Nullable List<Condition> conditions, @Nullable String expires) {
        Fact fact = ConditionFacts.of(name + ", expiration", conditions, TrustAnchorCondition.NotExpiring.name());
        return expires == null
                ? fact
                : new Fact(
                        fact.name(),
                        fact.verdict(),
                        "%s (%s)".formatted(fact.finding(), expires),
                        fact.todo(),
                        fact.link());
    }
}
