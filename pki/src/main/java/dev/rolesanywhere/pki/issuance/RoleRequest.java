package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one role that a binding gives to the caller.
 *
 * @param namespace of pod and binding, from the caller's token
 * @param serviceAccount from the caller's token
 * @param binding name of the AWSRoleBinding
 * @param roleName name of the AWSRole that the binding refers to
 * @param namespaceExcluded whether the installation excludes this namespace
 * @param role absent if the AWSRole does not exist
 * @param trustAnchor absent if the AWSTrustAnchor does not exist
 */
public record RoleRequest(
        String namespace,
        String serviceAccount,
        String binding,
        String roleName,
        boolean namespaceExcluded,
        @Nullable IssuingRoleFacts role,
        @Nullable IssuingTrustAnchorFacts trustAnchor,
        Instant now) {}
