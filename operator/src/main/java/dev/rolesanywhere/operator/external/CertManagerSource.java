package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.certmanager.CertManagerIssuer;
import dev.rolesanywhere.authorities.certmanager.IssuerReference;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertManager;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;

/** An issuer of cert-manager. */
@Singleton
public class CertManagerSource implements AuthoritySource {
    private final KubernetesClient client;
    private final String namespace;
    private final CertificateAuthorityLoader loader;
    private final Clock clock;

    public CertManagerSource(KubernetesClient client, OperatorSettings settings, Clock clock, SecureRandom random) {
        this.client = client;
        this.namespace = settings.namespace();
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.clock = clock;
    }

    @Override
    public boolean serves(CertificateAuthoritySpec spec) {
        return spec.certManager() != null;
    }

    @Override
    public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        CertManager wanted =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().certManager());
        IssuerReference issuer = issuer(wanted.issuerRef());
        String name = anchor.getMetadata().getName();
        var owner = new OwnerReferenceBuilder()
                .withApiVersion(anchor.getApiVersion())
                .withKind(anchor.getKind())
                .withName(name)
                .withUid(anchor.getMetadata().getUid())
                .build();
        return new CertManagerIssuer(
                        new KubernetesLeafRequests(client, namespace, owner, issuer),
                        loader.forLeavesOf(anchor.getSpec().trustDomain()),
                        name,
                        issuer,
                        clock)
                .load(wanted.caBundle());
    }

    private static IssuerReference issuer(CertManager.IssuerReference written) {
        return new IssuerReference(
                written.name(),
                Objects.requireNonNullElse(written.kind(), CertManager.DEFAULT_KIND),
                Objects.requireNonNullElse(written.group(), CertManager.DEFAULT_GROUP));
    }
}
