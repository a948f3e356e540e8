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
 * A session that was given out, by CreateSession or, with such a session, by AssumeRole.
 *
 * @param assumedRoleId {@code AROA…:name}
 * @param leafSerial serial number of the certificate it was asked with
 * @param subject the certificate's subject, RFC 2253
 * @param chain what only a session that AssumeRole gave has; empty for CreateSession's
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
     * How a session came of another one.
     *
     * @param first the session that assumed the role
     * @param transitive the keys of those tags that sessions of further roles inherit
     * @param document the session policy as it was given
     * @param policy the same, to be evaluated
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

    /** The end of AWS's message where the policies of the session's role, or the session policy, do not permit the action. */
    public Optional<String> refusal(IdentityPolicy ofTheRole, Permission permission) {
        return ofTheRole.refusal(permission).or(() -> chain.flatMap(Chain::policy)
                .flatMap(policy -> policy.refusal(permission))
                .map(why ->
                        why.replace("identity-based policy", "session policy").replace("an session", "a session")));
    }
}
