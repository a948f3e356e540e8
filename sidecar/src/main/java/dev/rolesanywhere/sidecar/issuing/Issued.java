package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /v1/certificates}.
 *
 * @param issuerBundle newest PEM bundle for the issuing endpoint; null where it said nothing
 */
public record Issued(@Nullable String issuerBundle, List<IssuedRole> roles, List<RefusedRole> refused) {
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
                    role.requiredString("message")));
        }
        return new Issued(json.string("issuerBundle"), roles, refused);
    }
}
