package dev.rolesanywhere.emulator.role;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.policy.TrustPolicy;
import dev.rolesanywhere.emulator.policy.TrustPolicyReader;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The roles, and the emulator's own calls for them: IAM is not emulated. */
public final class Roles {
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final int DEFAULT_SECONDS = 3600;
    private static final int MAX_SECONDS = 43_200;

    private final Account account;
    private final Function<String, String> uniqueIds;
    private final ConcurrentSkipListMap<String, Role> byArn = new ConcurrentSkipListMap<>();

    /**
     * Starts without roles.
     *
     * @param uniqueIds creates an ID from its prefix {@code AROA}
     */
    public Roles(Account account, Function<String, String> uniqueIds) {
        this.account = account;
        this.uniqueIds = uniqueIds;
    }

    public List<Route> routes() {
        return List.of(
                Route.admin(
                        "PutRole",
                        "PUT",
                        "/_emulator/roles/{name}",
                        (request, name) -> Answer.json(
                                200,
                                define(name.getFirst(), Json.read(request.body()))
                                        .json())),
                Route.admin(
                        "ListRoles",
                        "GET",
                        "/_emulator/roles",
                        (request, none) -> Answer.json(
                                200,
                                Json.object()
                                        .set(
                                                "roles",
                                                Json.array(byArn.values().stream()
                                                        .map(Role::json)
                                                        .toList())))),
                Route.admin(
                        "DeleteRole", "DELETE", "/_emulator/roles/{name}", (request, name) -> delete(name.getFirst())));
    }

    /**
     * Creates or replaces a role.
     *
     * @param body {@code trustPolicy}, the document; optional {@code maxSessionDuration} and {@code sessionSeconds} in
     *     seconds, {@code path}, {@code account}, {@code policy} (an identity-based policy for management calls)
     */
    public Role define(String name, JsonNode body) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("A role's name has 1 to 64 letters, digits or +=,.@-_, not: " + name);
        }
        JsonNode document = Json.present(body, "trustPolicy").orElseThrow(() -> Json.missing("trustPolicy"));
        TrustPolicy policy = TrustPolicyReader.read(document);
        Arn arn = arn(name, body);
        String uniqueId = find(arn).map(Role::uniqueId).orElseGet(() -> uniqueIds.apply("AROA"));
        IdentityPolicy permissions =
                Json.present(body, "policy").map(IdentityPolicy::read).orElse(IdentityPolicy.NONE);
        Role role = new Role(arn, uniqueId, document, policy, permissions, maxSession(body), sessionLife(body));
        byArn.put(arn.toString(), role);
        return role;
    }

    public Optional<Role> find(Arn arn) {
        return Optional.ofNullable(byArn.get(arn.toString()));
    }

    private Arn arn(String name, JsonNode body) {
        String path = Json.text(body, "path").orElse("/");
        if (!path.startsWith("/") || !path.endsWith("/")) {
            throw Refusal.invalid("A role's path begins and ends with /, such as /workloads/");
        }
        return new Arn(
                account.partition(), "iam", "", Json.text(body, "account").orElse(account.id()), "role" + path + name);
    }

    private static Duration maxSession(JsonNode body) {
        int seconds = Json.integer(body, "maxSessionDuration").orElse(DEFAULT_SECONDS);
        if (seconds < DEFAULT_SECONDS || seconds > MAX_SECONDS) {
            throw Refusal.invalid("maxSessionDuration must be between 3600 and 43200 seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Optional<Duration> sessionLife(JsonNode body) {
        OptionalInt seconds = Json.integer(body, "sessionSeconds");
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        if (seconds.getAsInt() < 1 || seconds.getAsInt() > MAX_SECONDS) {
            throw Refusal.invalid("sessionSeconds must be between 1 and 43200 seconds");
        }
        return Optional.of(Duration.ofSeconds(seconds.getAsInt()));
    }

    private Answer delete(String name) {
        boolean removed = byArn.values().removeIf(role -> role.arn().name().equals(name));
        if (!removed) {
            throw Refusal.notFound("Role not found");
        }
        return Answer.json(200, Json.object());
    }
}
