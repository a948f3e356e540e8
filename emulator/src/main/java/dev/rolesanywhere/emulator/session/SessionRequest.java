package dev.rolesanywhere.emulator.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Query;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A caller's request for a session. As at AWS, the ARNs may be in the query string or in the body. */
record SessionRequest(
        Arn trustAnchor, Arn profile, Arn role, Optional<Duration> duration, Optional<String> roleSessionName) {
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    static SessionRequest of(Request request) {
        JsonNode body = Json.read(request.body());
        Query query = request.parameters();
        SessionRequest asked = new SessionRequest(
                arn("trustAnchorArn", query, body, arn -> arn.isRolesAnywhere("trust-anchor")),
                arn("profileArn", query, body, arn -> arn.isRolesAnywhere("profile")),
                arn("roleArn", query, body, Arn::isRole),
                duration(body),
                sessionName(body));
        asked.requireOneAccountAndRegion();
        return asked;
    }

    private static Arn arn(String member, Query query, JsonNode body, Predicate<Arn> fits) {
        String text = Json.text(body, member).or(() -> query.first(member)).orElseThrow(() -> Json.missing(member));
        return Arn.parse(text)
                .filter(fits)
                .orElseThrow(() -> Refusal.invalid("1 validation error detected: Value '" + text + "' at '" + member
                        + "' failed to satisfy constraint: Member must be a valid ARN of its kind"));
    }

    private static Optional<Duration> duration(JsonNode body) {
        OptionalInt seconds = Json.integer(body, "durationSeconds");
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        if (seconds.getAsInt() < 900 || seconds.getAsInt() > 43_200) {
            throw Refusal.invalid(
                    "1 validation error detected: Value at '/durationSeconds' failed to satisfy constraint:"
                            + " Member must be between 900 and 43200, inclusive");
        }
        return Optional.of(Duration.ofSeconds(seconds.getAsInt()));
    }

    private static Optional<String> sessionName(JsonNode body) {
        Optional<String> name = Json.text(body, "roleSessionName");
        name.filter(text -> !SESSION_NAME.matcher(text).matches()).ifPresent(text -> {
            throw Refusal.invalid(
                    "1 validation error detected: Value at '/roleSessionName' failed to satisfy constraint:"
                            + " Member must have 2 to 64 characters of [\\w+=,.@-]");
        });
        return name;
    }

    private void requireOneAccountAndRegion() {
        if (!trustAnchor.account().equals(profile.account())
                || !profile.account().equals(role.account())) {
            throw Refusal.invalid("Trust anchor, profile and role must not have a different account ID: "
                    + trustAnchor.account() + ", " + profile.account() + ", " + role.account());
        }
        if (!trustAnchor.region().equals(profile.region())) {
            throw Refusal.invalid(
                    "Trust anchor and profile regions don't match: " + trustAnchor.region() + ", " + profile.region());
        }
    }
}
