package dev.rolesanywhere.emulator.assume;

import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.policy.Permission;
import dev.rolesanywhere.emulator.policy.RequestContext;
import dev.rolesanywhere.emulator.policy.TrustPolicy;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.role.Role;
import dev.rolesanywhere.emulator.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * STS's decision about a role for the session of another one. Each action must be allowed on both sides: by the policies of the caller's
 * role, and by the trust policy of the target. AWS needs one side only where both are of one account and the trust policy names the role.
 *
 * @param permissions of the caller's role
 */
record ChainedAssumption(Session first, IdentityPolicy permissions, AssumeRoleParameters asked) {
    /** The role, or a refusal with AWS's words. */
    Role decide(Optional<Role> found) {
        for (String action : actions()) {
            Permission permission = new Permission(action, asked.role().toString(), context());
            first.refusal(permissions, permission).ifPresent(why -> {
                throw refused(action, why, "The policies of " + first.role() + " do not allow it");
            });
            Role role = found.orElseThrow(() -> refused(action, "", "The role does not exist"));
            role.trustPolicy()
                    .refusal(new TrustPolicy.RoleSession(first.role(), first.assumedRole()), action, context())
                    .ifPresent(why -> {
                        throw refused(action, "because no resource-based policy allows the " + action + " action", why);
                    });
        }
        return found.orElseThrow();
    }

    /** The source identity persists. The tags are new ones, or the caller's transitive ones. */
    private List<String> actions() {
        List<String> actions = new ArrayList<>(List.of("sts:AssumeRole", "sts:SetSourceIdentity"));
        boolean inherits =
                first.chain().filter(chain -> !chain.transitive().isEmpty()).isPresent();
        if (inherits || !asked.tags().isEmpty()) {
            actions.add("sts:TagSession");
        }
        return actions;
    }

    /** AWS names the policy that decides only where caller and role are of one account. */
    private Refusal refused(String action, String why, String reason) {
        boolean tells = first.role().account().equals(asked.role().account()) && !why.isEmpty();
        return Refusal.of(
                ErrorType.STS_ACCESS_DENIED,
                "User: %s is not authorized to perform: %s on resource: %s%s"
                        .formatted(first.assumedRole(), action, asked.role(), tells ? " " + why : ""),
                reason);
    }

    /** The keys that conditions can name; a key that is not here counts as absent. */
    private RequestContext context() {
        Map<String, List<String>> values = new HashMap<>();
        first.tags().forEach((key, value) -> values.put("aws:PrincipalTag/" + key, List.of(value)));
        asked.tags().forEach((key, value) -> values.put("aws:RequestTag/" + key, List.of(value)));
        asked.externalId().ifPresent(id -> values.put("sts:ExternalId", List.of(id)));
        values.put("aws:PrincipalArn", List.of(first.role().toString()));
        values.put("aws:PrincipalAccount", List.of(first.role().account()));
        values.put("aws:SourceIdentity", List.of(first.sourceIdentity()));
        values.put("aws:TagKeys", List.copyOf(asked.tags().keySet()));
        values.put("sts:SourceIdentity", List.of(first.sourceIdentity()));
        values.put("sts:RoleSessionName", List.of(asked.sessionName()));
        values.put("sts:TransitiveTagKeys", asked.transitiveKeys());
        return new RequestContext(values);
    }
}
