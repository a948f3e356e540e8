package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.operator.ownobjects.OwnObjects;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secrets and ConfigMaps without owner references: they survive their AWSTrustAnchor and are adopted again later. */
@Singleton
public class SecretAuthorityStore implements AuthorityStore {
    private static final String LABEL = Annotations.DOMAIN + "/trust-anchor";

    private final OwnObjects objects;

    public SecretAuthorityStore(OwnObjects objects) {
        this.objects = objects;
    }

    @Override
    public Optional<StoredSecret> read(String secret) {
        return objects.secret(secret);
    }

    @Override
    public boolean create(
            String trustAnchor, String secret, Map<String, String> data, Map<String, String> annotations) {
        // Not of type tls, because that type requires both entries, and a key or a certificate may be stored alone.
        String type = data.keySet().containsAll(Set.of("tls.crt", "tls.key")) ? "kubernetes.io/tls" : "Opaque";
        return wasFirst(
                () -> objects.create(secret, type, Map.of(LABEL, trustAnchor), annotations, data),
                Set.of(HttpURLConnection.HTTP_CONFLICT));
    }

    @Override
    public boolean replace(StoredSecret replaced, Map<String, String> data) {
        return wasFirst(
                () -> objects.replace(replaced, data),
                Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND));
    }

    @Override
    public Optional<StoredBundle> published(String configMap) {
        return objects.bundle(configMap);
    }

    @Override
    public void publish(String trustAnchor, String configMap, String pem, Optional<StoredBundle> replaced) {
        objects.publish(configMap, Map.of(LABEL, trustAnchor), pem, replaced);
    }

    private static boolean wasFirst(Runnable write, Set<Integer> tooLate) {
        try {
            write.run();
            return true;
        } catch (KubernetesClientException e) {
            if (!tooLate.contains(e.getCode())) {
                throw e;
            }
            return false;
        }
    }
}
