package dev.rolesanywhere.operator.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Secrets and ConfigMaps of a test, with the race of a Secret that appears between reading and creating. */
public final class InMemoryAuthorityStore implements AuthorityStore {
    public final Map<String, Map<String, byte[]>> secrets = new HashMap<>();
    final Map<String, String> configMaps = new HashMap<>();
    /** Replaces the annotation of a user's Secret, which otherwise names AWSTrustAnchor default. */
    public final Map<String, Map<String, String>> annotations = new HashMap<>();

    int writes;
    private boolean loseEveryWrite;
    private Runnable beforeCreate = () -> {};
    private Runnable beforeReplace = () -> {};

    void beforeCreate(Runnable race) {
        beforeCreate = race;
    }

    /** Simulates a crash: an exception here leaves the Secret unchanged. */
    void beforeReplace(Runnable race) {
        beforeReplace = race;
    }

    @Override
    public synchronized Optional<StoredSecret> read(String secret) {
        return Optional.ofNullable(secrets.get(secret)).map(data -> stored(secret, data));
    }

    private StoredSecret stored(String name, Map<String, byte[]> data) {
        return new StoredSecret(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withResourceVersion(version(data))
                .withAnnotations(annotations(name))
                .endMetadata()
                .withData(data.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> Base64.getEncoder().encodeToString(entry.getValue()))))
                .build());
    }

    private Map<String, String> annotations(String secret) {
        Map<String, String> ofTheUser =
                Map.of(Annotations.CERTIFICATE_AUTHORITY_OF, "default", Annotations.PIN_OF, "default");
        return annotations.getOrDefault(secret, secret.startsWith("awsta-") ? Map.of() : ofTheUser);
    }

    @Override
    public synchronized boolean replace(StoredSecret replaced, Map<String, String> data) {
        beforeReplace.run();
        Map<String, byte[]> now = secrets.get(replaced.name());
        if (loseEveryWrite || now == null || !version(now).equals(replaced.version())) {
            return false;
        }
        secrets.put(replaced.name(), bytes(data));
        writes++;
        return true;
    }

    /** Simulates another replica that always writes first. */
    void loseEveryWrite() {
        loseEveryWrite = true;
    }

    private static String version(Map<String, byte[]> data) {
        Map<String, String> sorted = new TreeMap<>();
        data.forEach((entry, value) -> sorted.put(entry, new String(value, UTF_8)));
        return Integer.toString(sorted.hashCode());
    }

    private static Map<String, byte[]> bytes(Map<String, String> data) {
        return data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .getBytes(UTF_8)));
    }

    @Override
    public boolean create(String trustAnchor, String secret, Map<String, String> data, Map<String, String> written) {
        beforeCreate.run();
        boolean isFirst = secrets.putIfAbsent(secret, bytes(data)) == null;
        if (isFirst && !written.isEmpty()) {
            annotations.put(secret, written);
        }
        return isFirst;
    }

    @Override
    public Optional<StoredBundle> published(String configMap) {
        return Optional.ofNullable(configMaps.get(configMap)).map(StoredBundle::of);
    }

    @Override
    public void publish(String trustAnchor, String configMap, String pem, Optional<StoredBundle> replaced) {
        configMaps.put(configMap, pem);
    }
}
