package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.external.TrustBundle;
import dev.rolesanywhere.operator.external.TrustBundles;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingChains;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.PolicyChain;
import dev.rolesanywhere.pki.issuance.RoleRequest;
import java.time.Clock;
import java.util.Optional;

/** Reads the facts about one bound role from the API server, and decides whether a pod may use the role. */
final class RoleDossiers {
    private static final PolicyChain<RoleRequest> POLICY = IssuingChains.role();

    private final Inventory inventory;
    private final SigningAuthorities authorities;
    private final TrustBundles bundles;
    private final OperatorSettings settings;
    private final Clock clock;

    RoleDossiers(Inventory inventory, SigningAuthorities authorities, OperatorSettings settings, Clock clock) {
        this.inventory = inventory;
        this.authorities = authorities;
        this.bundles = new TrustBundles(inventory::configMap, clock);
        this.settings = settings;
        this.clock = clock;
    }

    /** @param refusal empty if the role may be served */
    record Judged(RoleDossier dossier, Optional<Decision.Refused> refusal) {}

    Judged judge(GivenRole role, PodReference pod) {
        RoleDossier dossier = dossier(role);
        return new Judged(
                dossier, defect(dossier).or(() -> refusal(dossier, pod)).or(() -> withoutProfile(dossier.given())));
    }

    private RoleDossier dossier(GivenRole given) {
        String namespace = given.binding().getMetadata().getNamespace();
        Optional<AWSRole> role = inventory.roleNow(given.role());
        Optional<AWSTrustAnchor> anchor =
                role.flatMap(found -> inventory.trustAnchorNow(found.getSpec().trustAnchorName()));
        return new RoleDossier(
                given,
                role,
                anchor,
                anchor.flatMap(this::source),
                inventory.namespaceNow(namespace),
                settings.excludes(namespace));
    }

    private Optional<LeafSource> source(AWSTrustAnchor anchor) {
        External external = anchor.getSpec().certificateAuthority().external();
        return external == null
                ? authorities.of(anchor).map(LeafSource.Signed::new)
                : bundles.of(anchor)
                        .filter(TrustBundle.Known.class::isInstance)
                        .map(known -> new LeafSource.Files(external, (TrustBundle.Known) known));
    }

    private static Optional<Decision.Refused> defect(RoleDossier dossier) {
        return dossier.defect().map(message -> new Decision.Refused(IssuingReason.SpecInvalid, message));
    }

    private Optional<Decision.Refused> refusal(RoleDossier dossier, PodReference pod) {
        return switch (POLICY.decide(dossier.request(pod, clock.instant()))) {
            case Decision.Accepted _ -> Optional.empty();
            case Decision.Refused refused -> Optional.of(refused);
        };
    }

    /**
     * Two roles with one profile name would overwrite each other's files in the pod, and an invalid name cannot be a
     * file name.
     */
    private static Optional<Decision.Refused> withoutProfile(GivenRole given) {
        return given.profileDefect()
                .map(defect -> new Decision.Refused(
                        defect.reason() == BindingCondition.Reason.Duplicate
                                ? IssuingReason.Duplicate
                                : IssuingReason.ProfileInvalid,
                        defect.message()));
    }
}
