package dev.rolesanywhere.operator.trustanchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Secrets and ConfigMaps of a test, with the race of a Secret that appears between reading and creating. */
final class TestVault implements AuthorityVault {
    final Map<String, Map<String, byte[]>> secrets = new HashMap<>();
    final Map<String, String> configMaps = new HashMap<>();
    private Runnable beforeCreate = () -> {};

    void beforeCreate(Runnable race) {
        beforeCreate = race;
    }

    @Override
    public Optional<Map<String, byte[]>> read(String secret) {
        return Optional.ofNullable(secrets.get(secret));
    }

    @Override
    public Stored createOrAdopt(String trustAnchor, String secret, Map<String, String> data) {
        beforeCreate.run();
        boolean created = !secrets.containsKey(secret);
        secrets.putIfAbsent(
                secret, data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                        .getBytes(UTF_8))));
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
