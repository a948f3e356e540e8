package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.client.transport.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the answer of STS to AssumeRole: XML of its query protocol. */
final class AssumeRoleAnswer {
    private AssumeRoleAnswer() {}

    static Session read(HttpResponse response, Instant now) throws CreateSessionException {
        if (response.status() / 100 != 2) {
            throw refusal(response, now);
        }
        String user = XmlElements.inside(response.body(), "AssumedRoleUser");
        return new Session(
                credentials(response, now),
                user == null ? null : XmlElements.text(user, "Arn"),
                XmlElements.text(response.body(), "SourceIdentity"),
                null,
                response.status(),
                requestId(response),
                clockOffset(response, now));
    }

    private static Credentials credentials(HttpResponse response, Instant now) throws CreateSessionException {
        String keys = XmlElements.inside(response.body(), "Credentials");
        try {
            Instant end = Instant.parse(filled(keys, "Expiration", response, now));
            return new Credentials(
                    filled(keys, "AccessKeyId", response, now),
                    filled(keys, "SecretAccessKey", response, now),
                    filled(keys, "SessionToken", response, now),
                    Instant.ofEpochSecond(end.getEpochSecond()));
        } catch (DateTimeParseException e) {
            throw malformed("its Expiration is no time", response, now);
        }
    }

    private static String filled(@Nullable String keys, String name, HttpResponse response, Instant now)
            throws CreateSessionException {
        String text = keys == null ? null : XmlElements.text(keys, name);
        if (text == null || text.isEmpty()) {
            throw malformed("it lacks " + name, response, now);
        }
        return text;
    }

    private static CreateSessionException malformed(String what, HttpResponse response, Instant now) {
        return new CreateSessionException(
                AwsRefusal.REFUSED_UNKNOWN,
                "the answer is not that of STS: " + what,
                response.status(),
                "",
                requestId(response),
                null,
                clockOffset(response, now));
    }

    private static CreateSessionException refusal(HttpResponse response, Instant now) {
        String error = XmlElements.inside(response.body(), "Error");
        String code = error == null ? null : XmlElements.text(error, "Code");
        String message = error == null ? null : XmlElements.text(error, "Message");
        UntrustedText shown = UntrustedText.sanitize(message);
        Duration offset = clockOffset(response, now);
        return new CreateSessionException(
                TargetRefusalClassifier.classify(
                        response.status(), code == null ? "" : code, message == null ? "" : message, offset),
                shown.isEmpty() ? "STS answered HTTP " + response.status() + " without a message" : shown.toString(),
                response.status(),
                UntrustedText.sanitize(code).toString(),
                requestId(response),
                response.retryAfter(),
                offset);
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
