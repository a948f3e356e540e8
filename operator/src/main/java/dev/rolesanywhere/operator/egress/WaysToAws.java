package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The way to AWS that each part's settings come to now. */
@Singleton
public class WaysToAws {
    private final Inventory inventory;
    private final OperatorSettings settings;

    public WaysToAws(Inventory inventory, OperatorSettings settings) {
        this.inventory = inventory;
        this.settings = settings;
    }

    /** By the chart alone: for the operator's own sessions, which nobody who writes an AWSRole or an AWSTrustAnchor may read. */
    public WayToAws ofInstallation() {
        return over(null);
    }

    public WayToAws of(AWSTrustAnchor anchor) {
        return over(anchor.getSpec().aws());
    }

    /** For the pods of a role. */
    public WayToAws of(AWSRole role, AWSTrustAnchor anchor) {
        return decide(
                Egress.over(role.getSpec().aws(), Egress.over(anchor.getSpec().aws(), Egress.of(settings.aws()))));
    }

    /** These settings over the installation's. */
    public WayToAws over(@Nullable AWSAccess specific) {
        return decide(Egress.over(specific, Egress.of(settings.aws())));
    }

    /** Whether the way of the role's pods leads through the proxy of this Secret. */
    public boolean names(AWSRole role, String secret) {
        AWSAccess general = inventory
                .trustAnchor(role.getSpec().trustAnchorName())
                .map(anchor -> Egress.over(anchor.getSpec().aws(), Egress.of(settings.aws())))
                .orElseGet(() -> Egress.of(settings.aws()));
        var reference = Egress.over(role.getSpec().aws(), general).proxySecretRef();
        return reference != null && reference.name().equals(secret);
    }

    private WayToAws decide(AWSAccess merged) {
        return WayDecision.decide(merged, settings.aws().allowInsecureEndpoints(), inventory::secret);
    }
}
