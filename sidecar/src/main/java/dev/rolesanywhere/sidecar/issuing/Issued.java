package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /v1/certificates}. An invalid entry affects only its own role, which is then in {@code
 * refused} with the reason {@link RefusedRole#UNREADABLE}.
 *
 * @param issuerBundle newest PEM bundle for the issuing endpoint; null if the answer has none
 * @param roles each name and each profile once, at most one default
 */
public record Issued(@Nullable String issuerBundle, List<IssuedRole> roles, List<RefusedRole> refused) {

    /** @throws MalformedJsonException if the entries cannot be separated */
    static Issued read(String body) throws MalformedJsonException {
        JsonObject json = JsonReader.readObject(body);
        List<IssuedRole> roles = new ArrayList<>();
        List<RefusedRole> refused = new ArrayList<>();
        for (JsonObject entry : json.objectsOrNull("roles")) {
            try {
                add(IssuedRole.read(readable(entry)), roles);
            } catch (MalformedJsonException e) {
                refused.add(
                        RefusedRole.unreadable(name(entry, "name"), isDefault(entry), String.valueOf(e.getMessage())));
            }
        }
        for (JsonObject entry : json.objectsOrNull("refused")) {
            try {
                refused.add(RefusedRole.read(readable(entry)));
            } catch (MalformedJsonException e) {
                refused.add(
                        RefusedRole.unreadable(name(entry, "role"), isDefault(entry), String.valueOf(e.getMessage())));
            }
        }
        return new Issued(bundle(json), oneDefault(roles, refused), refused);
    }

    /** The first role that waits for its time slot; null if none waits. */
    public @Nullable Duration retryAfter() {
        Duration first = null;
        for (RefusedRole role : refused) {
            Duration its = role.retryAfter();
            first = its != null && (first == null || its.compareTo(first) < 0) ? its : first;
        }
        return first;
    }

    private static void add(IssuedRole role, List<IssuedRole> roles) throws MalformedJsonException {
        for (IssuedRole other : roles) {
            if (other.name().equals(role.name())) {
                throw new MalformedJsonException("the answer has the role twice; the first entry is used");
            }
            if (other.profile().equals(role.profile())) {
                throw new MalformedJsonException("another role of the answer has the same profile");
            }
        }
        roles.add(role);
    }

    /** If the answer names several defaults, none is used, because the intended one is unknown. */
    private static List<IssuedRole> oneDefault(List<IssuedRole> roles, List<RefusedRole> refused) {
        Set<String> defaults = new HashSet<>();
        for (IssuedRole role : roles) {
            if (role.isDefault()) {
                defaults.add(role.name());
            }
        }
        for (RefusedRole role : refused) {
            if (role.isDefault()) {
                defaults.add(role.role());
            }
        }
        if (defaults.size() < 2) {
            return roles;
        }
        List<IssuedRole> ordinary = new ArrayList<>();
        for (IssuedRole role : roles) {
            ordinary.add(role.withoutDefault());
        }
        return ordinary;
    }

    private static JsonObject readable(@Nullable JsonObject entry) throws MalformedJsonException {
        if (entry == null) {
            throw new MalformedJsonException("it is not a JSON object");
        }
        return entry;
    }

    /** For the log and the report. Does not repeat an invalid name. */
    private static String name(@Nullable JsonObject entry, String member) {
        try {
            String name = entry == null ? null : entry.string(member);
            return name != null && IssuedRole.isProfile(name) ? name : "unnamed";
        } catch (MalformedJsonException e) {
            return "unnamed";
        }
    }

    private static boolean isDefault(@Nullable JsonObject entry) {
        try {
            return entry != null && entry.bool("default", false);
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** An unreadable bundle is ignored, and the previous one stays. */
    private static @Nullable String bundle(JsonObject json) {
        try {
            return json.string("issuerBundle");
        } catch (MalformedJsonException e) {
            return null;
        }
    }
}
