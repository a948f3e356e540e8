package dev.rolesanywhere.emulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The IAM users of the account, by name. */
public final class Users {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,64}");

    private final Account account;
    private final Map<String, User> byName = new ConcurrentSkipListMap<>();

    public Users(Account account) {
        this.account = account;
    }

    /** The emulator's own calls for users. */
    public List<Route> routes() {
        return List.of(
                Route.admin(
                        "PutUser",
                        "PUT",
                        "/_emulator/users/{name}",
                        (request, name) -> put(name.getFirst(), Json.read(request.body()))),
                Route.admin("ListUsers", "GET", "/_emulator/users", (request, none) -> list()),
                Route.admin("DeleteUsers", "DELETE", "/_emulator/users", (request, none) -> {
                    byName.clear();
                    return Answer.json(200, Json.object());
                }));
    }

    /**
     * Creates or replaces a user.
     *
     * @param body {@code accessKeyId}, {@code secretAccessKey}, {@code policy} (an identity-based policy document)
     */
    public void define(String name, JsonNode body) {
        put(name, body);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    Optional<User> byAccessKeyId(String accessKeyId) {
        return byName.values().stream()
                .filter(user -> user.accessKeyId().equals(accessKeyId))
                .findFirst();
    }

    private Answer put(String name, JsonNode body) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("A user's name has 1 to 64 letters, digits or +=,.@-_, not: " + name);
        }
        JsonNode document = Json.present(body, "policy").orElseThrow(() -> Json.missing("policy"));
        User user = new User(
                new Arn(account.partition(), "iam", "", account.id(), "user/" + name),
                Json.requiredText(body, "accessKeyId"),
                Json.requiredText(body, "secretAccessKey"),
                document,
                IdentityPolicy.read(document));
        byName.put(name, user);
        return Answer.json(200, user.json());
    }

    private Answer list() {
        return Answer.json(
                200,
                Json.object()
                        .set(
                                "users",
                                Json.array(
                                        byName.values().stream().map(User::json).toList())));
    }
}
