package dev.rolesanywhere.operator.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Secrets and ConfigMaps of a test, with the race of a Secret that appears between reading and creating. */
public final class InMemoryAuthorityStore implements AuthorityStore {
    public final Map<String, Map<String, byte[]>> secrets = new HashMap<>();
    final Map<String, String> configMaps = new HashMap<>();
    /** Instead of what a user's Secret says of itself otherwise: that it is meant for AWSTrustAnchor default. */
    public final Map<String, Map<String, String>> annotations = new HashMap<>();

    int writes;
    private boolean loseEveryWrite;
    private Runnable beforeCreate = () -> {};
    private Runnable beforeReplace = () -> {};

    void beforeCreate(Runnable race) {
        beforeCreate = race;
    }

    /** Also the place to die at: what throws here leaves the Secret as it was. */
    void beforeReplace(Runnable race) {
        beforeReplace = race;
    }

    @Override
    public synchronized Optional<Held> held(String secret) {
        return read(secret).map(data -> new Held(version(data), data, annotations(secret)));
    }

    private Map<String, String> annotations(String secret) {
        Map<String, String> ofTheUser =
                Map.of(Annotations.CERTIFICATE_AUTHORITY_OF, "default", Annotations.PIN_OF, "default");
        return annotations.getOrDefault(secret, secret.startsWith("awsta-") ? Map.of() : ofTheUser);
    }

    @Override
    public synchronized boolean replace(String secret, Map<String, String> data, String version) {
        beforeReplace.run();
        if (loseEveryWrite
                || !read(secret)
                        .map(InMemoryAuthorityStore::version)
                        .filter(version::equals)
                        .isPresent()) {
            return false;
        }
        secrets.put(secret, bytes(data));
        writes++;
        return true;
    }

    /** As if another were always first. */
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
    public Optional<Map<String, byte[]>> read(String secret) {
        return Optional.ofNullable(secrets.get(secret));
    }

    @Override
    public Stored createOrAdopt(String trustAnchor, String secret, Map<String, String> data) {
        beforeCreate.run();
        boolean created = !secrets.containsKey(secret);
        secrets.putIfAbsent(secret, bytes(data));
        return new Stored(created, secrets.get(secret));
    }

    @Override
    public Optional<String> published(String configMap) {
        return Optional.ofNullable(configMaps.get(configMap));
    }

    @Override
    public void publish(String trustAnchor, String configMap, String pem) {
        configMaps.put(configMap, pem);
    }
}
