package dev.rolesanywhere.sidecar.fake;

import dev.rolesanywhere.client.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of the operator and AWS, as described in docs/architecture.md and AWS's user guide. */
public final class FakeAnswers {
    private FakeAnswers() {}

    public static JsonWriter role(
            String name, boolean isDefault, TestTls leaf, String endpoint, @Nullable String caBundle) {
        return role(name, name, isDefault, leaf, endpoint, caBundle);
    }

    public static JsonWriter role(
            String name, String profile, boolean isDefault, TestTls leaf, String endpoint, @Nullable String caBundle) {
        return new JsonWriter()
                .member("name", name)
                .member("profile", profile)
                .member("default", isDefault)
                .member("roleARN", "arn:aws:iam::111122223333:role/" + name)
                .member("profileARN", "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p")
                .member("trustAnchorARN", "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/t")
                .member("region", "eu-west-1")
                .member("sessionDurationSeconds", 21600)
                .member("certificate", leaf.base64())
                .member("notBefore", "2026-01-02T03:04:05Z")
                .member("notAfter", "2026-01-02T04:04:05Z")
                .member("waitSeconds", 0)
                .member("aws", new JsonWriter().member("endpoint", endpoint).member("caBundle", caBundle));
    }

    public static String issued(String bundle, JsonWriter... roles) {
        return FakeServer.response(
                200,
                new JsonWriter()
                        .member("issuerBundle", bundle)
                        .members("roles", List.of(roles))
                        .members("refused", List.of())
                        .toString());
    }

    /** The default role, in addition to the served roles. */
    public static String refusedRole(String role, String reason, String message, JsonWriter... served) {
        return FakeServer.response(
                200,
                new JsonWriter()
                        .members("roles", List.of(served))
                        .members(
                                "refused",
                                List.of(new JsonWriter()
                                        .member("role", role)
                                        .member("default", true)
                                        .member("reason", reason)
                                        .member("message", message)))
                        .toString());
    }

    /** Roles whose time slot is not near yet, in addition to the served roles. */
    public static String queuedRole(String role, boolean isDefault, int retryAfterSeconds, JsonWriter... served) {
        return FakeServer.response(
                200,
                new JsonWriter()
                        .members("roles", List.of(served))
                        .members(
                                "refused",
                                List.of(new JsonWriter()
                                        .member("role", role)
                                        .member("default", isDefault)
                                        .member("reason", "QueuedForAWS")
                                        .member("message", "many pods start")
                                        .member("retryAfterSeconds", retryAfterSeconds)))
                        .toString());
    }

    /** The names for this role's next request, base64 of DER, if an authority signs the names of requests. */
    public static String namesWanted(String role, String subject, String alternativeNames) {
        return FakeServer.response(
                200,
                new JsonWriter()
                        .members("roles", List.of())
                        .members(
                                "refused",
                                List.of(new JsonWriter()
                                        .member("role", role)
                                        .member("default", true)
                                        .member("reason", "RequestNeedsSubject")
                                        .member("message", "ask again with a request under these names")
                                        .member("subject", subject)
                                        .member("subjectAlternativeNames", alternativeNames)))
                        .toString());
    }

    public static String session(String accessKeyId, Instant expiration) {
        JsonWriter credentials = new JsonWriter()
                .member("accessKeyId", accessKeyId)
                .member("secretAccessKey", "s3cret")
                .member("sessionToken", "t0ken")
                .member("expiration", expiration.toString());
        return FakeServer.response(
                201,
                new JsonWriter()
                        .members("credentialSet", List.of(new JsonWriter().member("credentials", credentials)))
                        .toString());
    }
}
