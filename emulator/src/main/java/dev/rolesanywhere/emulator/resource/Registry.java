package dev.rolesanywhere.emulator.resource;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** The resources of one kind, all regions, in memory. */
public final class Registry<T extends Resource> {
    private final String type;
    private final String words;
    private final ConcurrentSkipListMap<String, T> byId = new ConcurrentSkipListMap<>();

    /**
     * @param type the type in ARNs, {@code trust-anchor}
     * @param words the type in messages, {@code Trust anchor}
     */
    public Registry(String type, String words) {
        this.type = type;
        this.words = words;
    }

    public T put(T resource) {
        byId.put(resource.id(), resource);
        return resource;
    }

    /** By ID, for management calls. */
    public T get(String id) {
        return Optional.ofNullable(byId.get(id)).orElseThrow(this::notFound);
    }

    /** By canonical ARN or alias ARN. */
    public T get(Arn arn) {
        return find(arn).orElseThrow(this::notFound);
    }

    public Optional<T> find(Arn arn) {
        return byId.values().stream().filter(resource -> named(resource, arn)).findFirst();
    }

    private boolean named(T resource, Arn arn) {
        Arn own = resource.arn();
        Arn alias = new Arn(
                own.partition(), own.service(), own.region(), own.account(), "alias/" + type + "/" + resource.alias());
        return own.equals(arn) || alias.equals(arn);
    }

    public T update(String id, UnaryOperator<T> change) {
        T changed = byId.computeIfPresent(id, (key, resource) -> change.apply(resource));
        return Optional.ofNullable(changed).orElseThrow(this::notFound);
    }

    public T remove(String id) {
        return Optional.ofNullable(byId.remove(id)).orElseThrow(this::notFound);
    }

    public List<T> inRegion(String region) {
        return byId.values().stream()
                .filter(resource -> resource.arn().region().equals(region))
                .toList();
    }

    public List<T> all() {
        return List.copyOf(byId.values());
    }

    private Refusal notFound() {
        return Refusal.notFound(words + " not found");
    }
}
