package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.client.transport.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answer of Roles Anywhere to CreateSession: REST JSON 1. */
final class SessionAnswer {
    private SessionAnswer() {}

    static Session read(HttpResponse response, Instant now) throws CreateSessionException {
        if (response.status() / 100 != 2) {
            throw refusal(response, now);
        }
        try {
            return session(response, now);
        } catch (MalformedJsonException | DateTimeParseException e) {
            // A DateTimeParseException's message quotes only the time.
            throw new CreateSessionException(
                    AwsRefusal.REFUSED_UNKNOWN,
                    "the answer is not from Roles Anywhere: " + e.getMessage(),
                    response.status(),
                    "",
                    requestId(response),
                    null,
                    clockOffset(response, now));
        }
    }

    private static Session session(HttpResponse response, Instant now) throws MalformedJsonException {
        JsonObject answer = JsonReader.readObject(response.body());
        List<JsonObject> set = answer.objects("credentialSet");
        if (set.isEmpty()) {
            throw new MalformedJsonException("'credentialSet' is empty");
        }
        JsonObject first = set.get(0);
        JsonObject keys = first.object("credentials");
        if (keys == null) {
            throw new MalformedJsonException("member 'credentials' is missing");
        }
        JsonObject user = first.object("assumedRoleUser");
        return new Session(
                new Credentials(
                        filled(keys, "accessKeyId"),
                        filled(keys, "secretAccessKey"),
                        filled(keys, "sessionToken"),
                        Instant.parse(filled(keys, "expiration"))),
                user == null ? null : user.string("arn"),
                first.string("sourceIdentity"),
                answer.string("subjectArn"),
                response.status(),
                requestId(response),
                clockOffset(response, now));
    }

    private static String filled(JsonObject object, String name) throws MalformedJsonException {
        String value = object.requiredString(name);
        if (value.isEmpty()) {
            throw new MalformedJsonException("member '" + name + "' is empty");
        }
        return value;
    }

    private static CreateSessionException refusal(HttpResponse response, Instant now) {
        JsonObject error = errorBody(response.body());
        String code = code(response.header("x-amzn-errortype"), error);
        String message = first(error, "message", "Message");
        UntrustedText shown = UntrustedText.sanitize(message);
        Duration offset = clockOffset(response, now);
        return new CreateSessionException(
                RefusalClassifier.classify(response.status(), code, message, offset),
                shown.isEmpty() ? "HTTP " + response.status() + " without a message" : shown.toString(),
                response.status(),
                UntrustedText.sanitize(code).toString(),
                requestId(response),
                response.retryAfter(),
                offset);
    }

    /** The header's or the body's code, without a namespace before {@code #} and a URI behind {@code :}. */
    private static String code(@Nullable String header, @Nullable JsonObject error) {
        String code = header == null ? first(error, "__type", "code") : header;
        int colon = code.indexOf(':');
        String withoutUri = colon < 0 ? code : code.substring(0, colon);
        return withoutUri.substring(withoutUri.indexOf('#') + 1);
    }

    /** Null if the body is not a JSON object: a load balancer or a proxy answered. */
    private static @Nullable JsonObject errorBody(String body) {
        try {
            return JsonReader.readObject(body);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static String first(@Nullable JsonObject error, String name, String otherName) {
        try {
            String value = error == null ? null : error.string(name);
            String other = error == null ? null : error.string(otherName);
            return value != null ? value : other != null ? other : "";
        } catch (MalformedJsonException e) {
            return "";
        }
    }

    private static @Nullable String requestId(HttpResponse response) {
        String id = response.header("x-amzn-requestid");
        return id == null ? null : UntrustedText.sanitize(id).toString();
    }

    private static @Nullable Duration clockOffset(HttpResponse response, Instant now) {
        Instant date = response.date();
        return date == null ? null : Duration.between(now, date);
    }
}
