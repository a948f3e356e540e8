package dev.rolesanywhere.emulator.assume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Query;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A caller's parameters, within the limits of the API reference.
 *
 * @param policyDocument the unchanged session policy
 * @param transitiveKeys of the tags
 */
record AssumeRoleParameters(
        Arn role,
        String sessionName,
        Duration duration,
        Optional<String> externalId,
        Optional<JsonNode> policyDocument,
        Map<String, String> tags,
        List<String> transitiveKeys) {
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
    private static final int MAX_TAGS = 50;
    private static final int MAX_POLICY = 2048;
    private static final int MIN_SECONDS = 900;
    /** AWS's limit for a caller that is itself a role's session. */
    private static final int MAX_SECONDS = 3600;

    AssumeRoleParameters {
        tags = new LinkedHashMap<>(tags);
        transitiveKeys = List.copyOf(transitiveKeys);
    }

    static AssumeRoleParameters of(Query form) {
        if (form.first("SourceIdentity").isPresent()) {
            throw invalid("The source identity of the calling session cannot be changed");
        }
        return new AssumeRoleParameters(
                form.first("RoleArn")
                        .flatMap(Arn::parse)
                        .filter(Arn::isRole)
                        .orElseThrow(() -> invalid(
                                "%s is invalid".formatted(form.first("RoleArn").orElse("")))),
                fitting(form, "RoleSessionName", SESSION_NAME).orElseThrow(() -> invalid("RoleSessionName is missing")),
                duration(form),
                fitting(form, "ExternalId", EXTERNAL_ID),
                form.first("Policy").map(AssumeRoleParameters::document),
                tags(form),
                members(form, "TransitiveTagKeys.member.%d"));
    }

    Optional<IdentityPolicy> policy() {
        return policyDocument.map(IdentityPolicy::read);
    }

    private static Optional<String> fitting(Query form, String name, Pattern pattern) {
        Optional<String> value = form.first(name);
        value.filter(text -> !pattern.matcher(text).matches()).ifPresent(text -> {
            throw invalid(
                    "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy"
                                    .formatted(text, name)
                            + " regular expression pattern: " + pattern);
        });
        return value;
    }

    private static Duration duration(Query form) {
        String text = form.first("DurationSeconds").orElse(Integer.toString(MAX_SECONDS));
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < MIN_SECONDS) {
            throw invalid("1 validation error detected: Value '" + text + "' at 'durationSeconds' failed to satisfy"
                    + " constraint: Member must have value greater than or equal to 900");
        }
        if (Integer.parseInt(text) > MAX_SECONDS) {
            throw invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static JsonNode document(String text) {
        if (text.length() > MAX_POLICY) {
            throw invalid(
                    "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have"
                            + " length less than or equal to 2048");
        }
        try {
            JsonNode document = Json.read(text.getBytes(StandardCharsets.UTF_8));
            IdentityPolicy.read(document);
            return document;
        } catch (Refusal e) {
            throw Refusal.of(ErrorType.MALFORMED_POLICY_DOCUMENT, "Syntax errors in policy.", e.getMessage());
        }
    }

    private static Map<String, String> tags(Query form) {
        List<String> keys = members(form, "Tags.member.%d.Key");
        if (keys.size() > MAX_TAGS) {
            throw invalid(
                    "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length"
                            + " less than or equal to 50");
        }
        if (keys.stream().map(key -> key.toLowerCase(Locale.ROOT)).distinct().count() < keys.size()) {
            throw Refusal.of(
                    ErrorType.INVALID_PARAMETER_VALUE,
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            String value = form.first("Tags.member.%d.Value".formatted(i + 1)).orElse("");
            if (!TAG_KEY.matcher(key).matches() || !TAG_VALUE.matcher(value).matches()) {
                throw invalid(
                        "1 validation error detected: Value '" + key + "' at 'tags' failed to satisfy constraint");
            }
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw Refusal.of(
                        ErrorType.INVALID_PARAMETER_VALUE,
                        "Passed in tag keys that begin with aws: are reserved for internal use.");
            }
            tags.put(key, value);
        }
        return tags;
    }

    private static List<String> members(Query form, String name) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> form.first(name.formatted(i)))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Refusal invalid(String message) {
        return Refusal.of(ErrorType.STS_VALIDATION, message);
    }
}
