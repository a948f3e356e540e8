package dev.rolesanywhere.sidecar.volume;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Credentials with their AWSRole: the profile's file name does not contain it, and a profile may move to another role.
 *
 * @param role name of the AWSRole
 */
public record StoredCredentials(String role, Credentials credentials) {
    /** An extra member next to those of credential_process; SDKs ignore unknown members. */
    private static final String ROLE = "AWSRole";

    private static final String ACCOUNT = "AccountId";

    String json() {
        return writer().toString();
    }

    public JsonWriter writer() {
        return new JsonWriter()
                .member("Version", 1)
                .member("AccessKeyId", credentials.accessKeyId())
                .member("SecretAccessKey", credentials.secretAccessKey())
                .member("SessionToken", credentials.sessionToken())
                .member("Expiration", CredentialsVolume.wholeSeconds(credentials.expiration()))
                .member(ACCOUNT, credentials.accountId())
                .member(ROLE, role);
    }

    /** @throws MalformedJsonException for anything except the output of {@link #json}; a file must name its role */
    static StoredCredentials read(String text) throws MalformedJsonException {
        return read(JsonReader.readObject(text));
    }

    /** @throws MalformedJsonException for anything except the output of {@link #writer} */
    public static StoredCredentials read(JsonObject json) throws MalformedJsonException {
        String role = json.requiredString(ROLE);
        if (!IssuedRole.isProfile(role)) {
            throw new MalformedJsonException("the role's name is invalid");
        }
        try {
            return new StoredCredentials(
                    role,
                    new Credentials(
                            json.requiredString("AccessKeyId"),
                            json.requiredString("SecretAccessKey"),
                            json.requiredString("SessionToken"),
                            Instant.parse(json.requiredString("Expiration")),
                            json.string(ACCOUNT)));
        } catch (DateTimeParseException e) {
            throw new MalformedJsonException("the expiration is not a time");
        }
    }
}
