package dev.rolesanywhere.emulator.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.policy.Permission;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session of CreateSession, or of AssumeRole with such a session.
 *
 * @param assumedRoleId {@code AROA…:name}
 * @param leafSerial serial number of the certificate of its request
 * @param subject the certificate's subject, RFC 2253
 * @param chain the additional facts of AssumeRole's sessions; empty for CreateSession's
 */
public record Session(
        Keys keys,
        Arn role,
        Arn assumedRole,
        String assumedRoleId,
        Arn trustAnchor,
        Arn profile,
        String sourceIdentity,
        Map<String, String> tags,
        BigInteger leafSerial,
        String subject,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Chain> chain) {
    /**
     * The origin of a session of AssumeRole.
     *
     * @param first the session that assumed the role
     * @param transitive the keys of the tags that sessions of further roles inherit
     * @param document the unchanged session policy
     * @param policy the same, for evaluation
     */
    public record Chain(
            Arn first, Set<String> transitive, Optional<JsonNode> document, Optional<IdentityPolicy> policy) {
        public Chain {
            transitive = Set.copyOf(transitive);
        }
    }

    /** The three secrets of temporary credentials; only the access key id may be shown. */
    public record Keys(String accessKeyId, String secretAccessKey, String sessionToken) {
        @Override
        public String toString() {
            return accessKeyId;
        }
    }

    public Session {
        tags = new LinkedHashMap<>(tags);
    }

    /**
     * The end of AWS's message if the policies of the session's role, or the session policy, do not permit the action.
     */
    public Optional<String> refusal(IdentityPolicy ofTheRole, Permission permission) {
        return ofTheRole.refusal(permission).or(() -> chain.flatMap(Chain::policy)
                .flatMap(policy -> policy.refusal(permission))
                .map(why ->
                        why.replace("identity-based policy", "session policy").replace("an session", "a session")));
    }
}
