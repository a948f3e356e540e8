package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /v1/certificates}.
 *
 * @param issuerBundle newest PEM bundle for the issuing endpoint; null where it said nothing
 */
public record Issued(@Nullable String issuerBundle, List<IssuedRole> roles, List<RefusedRole> refused) {
    /** No session lives longer. */
    private static final long MAX_RETRY_AFTER_SECONDS = 43200;

    static Issued read(String body) throws MalformedJsonException {
        JsonObject json = JsonReader.readObject(body);
        List<IssuedRole> roles = new ArrayList<>();
        for (JsonObject role : json.objects("roles")) {
            roles.add(IssuedRole.read(role));
        }
        List<RefusedRole> refused = new ArrayList<>();
        for (JsonObject role : json.objects("refused")) {
            refused.add(new RefusedRole(
                    role.requiredString("role"),
                    role.bool("default", false),
                    role.requiredString("reason"),
                    role.requiredString("message"),
                    retryAfter(role),
                    names(role)));
        }
        return new Issued(json.string("issuerBundle"), roles, refused);
    }

    /** The first of those that wait for their turn; null where none does. */
    public @Nullable Duration retryAfter() {
        Duration first = null;
        for (RefusedRole role : refused) {
            Duration its = role.retryAfter();
            first = its != null && (first == null || its.compareTo(first) < 0) ? its : first;
        }
        return first;
    }

    private static RefusedRole.@Nullable Names names(JsonObject role) throws MalformedJsonException {
        String subject = role.string("subject");
        String alternativeNames = role.string("subjectAlternativeNames");
        if (subject == null || alternativeNames == null) {
            return null;
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new RefusedRole.Names(base64.decode(subject), base64.decode(alternativeNames));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("a subject is not base64");
        }
    }

    private static @Nullable Duration retryAfter(JsonObject role) throws MalformedJsonException {
        Long seconds = role.integer("retryAfterSeconds");
        return seconds == null ? null : Duration.ofSeconds(Math.clamp(seconds, 0, MAX_RETRY_AFTER_SECONDS));
    }
}
