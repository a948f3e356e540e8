package dev.rolesanywhere.emulator.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.resource.Names;
import java.util.List;
import java.util.Optional;

/**
 * A profile's settings that a caller can change.
 *
 * @param durationSeconds the longest session, 900 to 43200 seconds
 * @param sessionPolicy stored but not applied: the emulator has no service that a policy could protect
 * @param managedPolicyArns stored but not applied
 */
public record ProfileSettings(
        String name,
        List<String> roleArns,
        List<String> managedPolicyArns,
        Optional<String> sessionPolicy,
        int durationSeconds,
        boolean requireInstanceProperties,
        boolean acceptRoleSessionName) {
    private static final int DEFAULT_SECONDS = 3600;
    private static final int MIN_SECONDS = 900;
    private static final int MAX_SECONDS = 43_200;
    private static final int MAX_ROLES = 250;

    public ProfileSettings {
        roleArns = List.copyOf(roleArns);
        managedPolicyArns = List.copyOf(managedPolicyArns);
    }

    /** The settings of a creating call: the name and the role list must be there. */
    static ProfileSettings created(JsonNode body) {
        String name = Json.requiredText(body, "name");
        List<String> roles = Json.stringList(body, "roleArns").orElseThrow(() -> Json.missing("roleArns"));
        return new ProfileSettings(name, roles, List.of(), Optional.empty(), DEFAULT_SECONDS, false, false)
                .updated(body);
    }

    /** These settings, with the call's settings instead of the old ones. */
    ProfileSettings updated(JsonNode body) {
        return new ProfileSettings(
                Json.text(body, "name").map(Names::name).orElse(name),
                Json.stringList(body, "roleArns").map(ProfileSettings::roles).orElse(roleArns),
                Json.stringList(body, "managedPolicyArns").orElse(managedPolicyArns),
                Json.text(body, "sessionPolicy").or(() -> sessionPolicy),
                duration(Json.integer(body, "durationSeconds").orElse(durationSeconds)),
                Json.bool(body, "requireInstanceProperties").orElse(requireInstanceProperties),
                Json.bool(body, "acceptRoleSessionName").orElse(acceptRoleSessionName));
    }

    private static int duration(int seconds) {
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
            throw Refusal.invalid(
                    "1 validation error detected: Value at '/durationSeconds' failed to satisfy constraint:"
                            + " Member must be between 900 and 43200, inclusive");
        }
        return seconds;
    }

    private static List<String> roles(List<String> arns) {
        if (arns.size() > MAX_ROLES) {
            throw Refusal.invalid("1 validation error detected: Value at '/roleArns' failed to satisfy constraint:"
                    + " Member must have length less than or equal to " + MAX_ROLES);
        }
        for (String arn : arns) {
            if (!Arn.parse(arn).map(Arn::isRole).orElse(false)) {
                throw Refusal.invalid("1 validation error detected: Value at '/roleArns' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: ^arn:aws(-[^:]+)?:iam(:.*){2}(:role.*)$");
            }
        }
        return arns;
    }

    void writeTo(ObjectNode json) {
        json.put("name", name)
                .put("durationSeconds", durationSeconds)
                .put("requireInstanceProperties", requireInstanceProperties)
                .put("acceptRoleSessionName", acceptRoleSessionName);
        json.set("roleArns", Json.strings(roleArns));
        json.set("managedPolicyArns", Json.strings(managedPolicyArns));
        sessionPolicy.ifPresent(policy -> json.put("sessionPolicy", policy));
    }
}
