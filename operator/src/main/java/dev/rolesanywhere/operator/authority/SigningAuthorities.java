package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.external.ExternalSpec;
import dev.rolesanywhere.operator.external.TrustBundles;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.GenerationsSecret;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import io.fabric8.kubernetes.api.model.Secret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The signing authorities on every replica, from the watched Secrets. Read only. */
@Singleton
public class SigningAuthorities {
    private final Inventory inventory;
    private final ExternalAuthorities external;
    private final CertificateAuthorityLoader loader;
    private final Map<String, Loaded> bySecret = new ConcurrentHashMap<>();

    private record Loaded(String version, LoadedAuthority authority) {}

    public SigningAuthorities(Inventory inventory, ExternalAuthorities external, Clock clock, SecureRandom random) {
        this.inventory = inventory;
        this.external = external;
        this.loader = new CertificateAuthorityLoader(clock, random);
    }

    /** Empty if no authority can sign; the AWSTrustAnchor's conditions have the reason. */
    public Optional<CertificateAuthority> of(AWSTrustAnchor anchor) {
        if (TrustBundles.serves(anchor)) {
            return Optional.empty();
        }
        String name = AuthorityNames.own(anchor.getMetadata().getName());
        Optional<Secret> secret = inventory.secret(name);
        if (secret.isEmpty()) {
            bySecret.remove(name);
            return Optional.empty();
        }
        if (isGone(anchor, secret.get()) || isUnexpected(anchor)) {
            return Optional.empty();
        }
        String source = GenerationsSecret.source(new StoredSecret(secret.get()).data());
        if (source.startsWith(KeyMaterial.EXTERNAL)) {
            return ExternalSpec.of(source).flatMap(spec -> external.signing(anchor, spec));
        }
        return switch (load(name, secret.get(), anchor.getSpec().trustDomain())) {
            case LoadedAuthority.Usable(CertificateAuthority authority) -> Optional.of(authority);
            case LoadedAuthority.Unusable _ -> Optional.empty();
        };
    }

    /** Users who delete the Secret of their own CA want to stop it; our copy only serves during a rotation. */
    private boolean isGone(AWSTrustAnchor anchor, Secret copy) {
        String given = AuthorityNames.given(anchor);
        return given != null
                && inventory
                        .secret(given)
                        .filter(secret -> Purpose.CERTIFICATE_AUTHORITY.allows(
                                secret.getMetadata().getAnnotations(),
                                anchor.getMetadata().getName()))
                        .isEmpty()
                && GenerationsSecret.source(new StoredSecret(copy).data()).equals(KeyMaterial.sourceOf(given));
    }

    /** A restored key that is not registered in AWS signs nothing until it is approved. */
    private static boolean isUnexpected(AWSTrustAnchor anchor) {
        return anchor.getStatus() != null
                && Conditions.find(
                                anchor.getStatus().conditions(), TrustAnchorCondition.CertificateAuthorityReady.name())
                        .filter(condition -> condition.reason().equals(Reason.UnexpectedKey.name()))
                        .isPresent();
    }

    /** Loading signs once to check the key against the certificate; an unusable authority may become usable later. */
    private LoadedAuthority load(String name, Secret secret, String trustDomain) {
        String version =
                secret.getMetadata().getUid() + "/" + secret.getMetadata().getResourceVersion();
        Loaded known = bySecret.get(name);
        if (known != null
                && known.version().equals(version)
                && known.authority() instanceof LoadedAuthority.Usable usable) {
            return usable;
        }
        LoadedAuthority loaded = loader.forLeavesOf(trustDomain).load(new StoredSecret(secret).data());
        bySecret.put(name, new Loaded(version, loaded));
        return loaded;
    }
}
