package dev.rolesanywhere.emulator.session;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.attribute.SessionTags;
import dev.rolesanywhere.emulator.policy.RequestContext;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.role.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The request of Roles Anywhere to STS for a session, and STS's decision. */
record Assumption(
        Arn role, Arn trustAnchor, String sessionName, String sourceIdentity, SessionTags tags, Duration duration) {
    private static final int MAX_TAGS = 50;

    /** The role, or a refusal with AWS's words. */
    Role decide(Optional<Role> found) {
        if (!tags.rejected().isEmpty()) {
            throw refused("", "Session tags may only hold letters, digits, spaces and _.:/=+-@, up to 256 characters");
        }
        if (tags.tags().size() > MAX_TAGS) {
            throw refused("", tags.tags().size() + " session tags, at most " + MAX_TAGS);
        }
        Role known = found.orElseThrow(() -> refused("", "The role does not exist"));
        known.trustPolicy().refusal(context()).ifPresent(reason -> {
            throw refused("", reason);
        });
        if (duration.compareTo(known.maxSessionDuration()) > 0) {
            throw refused(
                    " The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                    duration.toSeconds() + " seconds are requested, the role allows "
                            + known.maxSessionDuration().toSeconds());
        }
        return known;
    }

    private Refusal refused(String detail, String reason) {
        String more = detail + tags.complaint();
        return Refusal.denied("Unable to assume role for " + role + (more.isEmpty() ? "" : "." + more), reason);
    }

    /** The keys that conditions can name; a key that is not here counts as absent. */
    private RequestContext context() {
        Map<String, List<String>> values = new HashMap<>();
        tags.tags().forEach((key, value) -> values.put("aws:PrincipalTag/" + key, List.of(value)));
        values.put("aws:SourceArn", List.of(trustAnchor.toString()));
        values.put("aws:SourceAccount", List.of(trustAnchor.account()));
        values.put("aws:TagKeys", List.copyOf(tags.tags().keySet()));
        values.put("sts:SourceIdentity", List.of(sourceIdentity));
        values.put("sts:RoleSessionName", List.of(sessionName));
        return new RequestContext(values);
    }
}
