package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Resolves the egress settings of roles, trust anchors and the installation. */
@Singleton
public class EgressResolver {
    private static final int MOST_BUNDLES = 64;

    private final Inventory inventory;
    private final OperatorSettings settings;
    private final EgressSources sources;

    /** Cached by text: there are few bundles, but each may hold a hundred certificates. */
    private final Map<String, CertificatePem.Found> bundles = new ConcurrentHashMap<>();

    public EgressResolver(Inventory inventory, OperatorSettings settings) {
        this.inventory = inventory;
        this.settings = settings;
        this.sources = EgressSources.of(inventory);
    }

    /** From the chart only: authors of AWSRoles and AWSTrustAnchors must not be able to read the operator's own sessions. */
    public ResolvedEgress ofInstallation() {
        return over(null);
    }

    public ResolvedEgress of(AWSTrustAnchor anchor) {
        return over(anchor.getSpec().aws());
    }

    /** A warning sentence about skipped parts of the trust anchor's egress; empty if all is used. */
    public String warning(AWSTrustAnchor anchor) {
        AWSAccess access = Egress.over(anchor.getSpec().aws(), Egress.of(settings.aws()));
        return NamedText.bundle(access, sources)
                .flatMap(named -> named instanceof NamedText.Text(String pem, String entry)
                        ? CaBundle.warning(entry, pem)
                        : Optional.empty())
                .or(() -> CaBundle.warning(access.caBundle()))
                .orElse("");
    }

    /** The egress for the pods of a role. */
    public ResolvedEgress of(AWSRole role, AWSTrustAnchor anchor) {
        return decide(
                Egress.over(role.getSpec().aws(), Egress.over(anchor.getSpec().aws(), Egress.of(settings.aws()))));
    }

    /** Merges these settings over the installation's settings. */
    public ResolvedEgress over(@Nullable AWSAccess specific) {
        return decide(Egress.over(specific, Egress.of(settings.aws())));
    }

    /** Whether the egress of the role's pods uses this Secret or ConfigMap of the operator's namespace. */
    public boolean names(AWSRole role, HasMetadata object) {
        AWSAccess general = inventory
                .trustAnchor(role.getSpec().trustAnchorName())
                .map(anchor -> Egress.over(anchor.getSpec().aws(), Egress.of(settings.aws())))
                .orElseGet(() -> Egress.of(settings.aws()));
        return Egress.names(Egress.over(role.getSpec().aws(), general), object);
    }

    /** Whether the trust anchor's own egress uses this Secret or ConfigMap. */
    public boolean names(AWSTrustAnchor anchor, HasMetadata object) {
        return Egress.names(Egress.over(anchor.getSpec().aws(), Egress.of(settings.aws())), object);
    }

    private ResolvedEgress decide(AWSAccess merged) {
        return EgressDecision.decide(merged, settings.aws().allowInsecureEndpoints(), sources, this::bundle);
    }

    private CertificatePem.Found bundle(String pem) {
        if (bundles.size() >= MOST_BUNDLES) {
            bundles.clear();
        }
        return bundles.computeIfAbsent(pem, CaBundle::found);
    }
}
