package dev.rolesanywhere.emulator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The calls that AWS has for each kind of resource in the same shape: list, get, delete, enable, disable. */
public final class CommonCalls<T extends Resource> {
    private final String kind;
    private final Registry<T> registry;
    private final Tags tags;
    private final Account account;
    private final Clock clock;
    private final Switch<T> enabling;
    private final Function<T, ObjectNode> json;

    /** The resource, enabled or disabled. */
    @FunctionalInterface
    public interface Switch<T> {
        T set(T resource, boolean enabled, Instant now);
    }

    /** @param kind the name in operations, {@code TrustAnchor}; members and paths are derived from it */
    public CommonCalls(
            String kind,
            Registry<T> registry,
            Tags tags,
            Account account,
            Clock clock,
            Switch<T> enabling,
            Function<T, ObjectNode> json) {
        this.kind = kind;
        this.registry = registry;
        this.tags = tags;
        this.account = account;
        this.clock = clock;
        this.enabling = enabling;
        this.json = json;
    }

    public List<Route> routes() {
        String all = "/" + kind.toLowerCase(Locale.ROOT) + "s";
        String one = "/" + kind.toLowerCase(Locale.ROOT) + "/{id}";
        return List.of(
                Route.aws("List" + kind + "s", "GET", all, (request, none) -> list(request)),
                Route.aws("Get" + kind, "GET", one, (request, id) -> answer(200, registry.get(id.getFirst()))),
                Route.aws("Delete" + kind, "DELETE", one, (request, id) -> delete(id.getFirst())),
                Route.aws("Enable" + kind, "POST", one + "/enable", (request, id) -> set(id.getFirst(), true)),
                Route.aws("Disable" + kind, "POST", one + "/disable", (request, id) -> set(id.getFirst(), false)));
    }

    /** The usual answer: the resource, as the only member of an object. */
    public Answer answer(int status, T resource) {
        return Answer.json(status, Json.object().set(member(), json.apply(resource)));
    }

    private Answer list(Request request) {
        List<ObjectNode> all =
                registry.inRegion(account.regionOf(request)).stream().map(json).toList();
        return Answer.json(200, Page.of(member() + "s", all, request.parameters()));
    }

    private Answer delete(String id) {
        T resource = registry.remove(id);
        tags.forget(resource.arn().toString());
        return answer(200, resource);
    }

    private Answer set(String id, boolean enabled) {
        return answer(200, registry.update(id, resource -> enabling.set(resource, enabled, clock.instant())));
    }

    private String member() {
        return kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
    }
}
