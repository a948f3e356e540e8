package dev.rolesanywhere.pki.issuance;

/**
 * The facts about an AWSRole for a request.
 *
 * @param trustAnchorName of {@code spec.trustAnchorRef}
 * @param namespaceAllowed whether {@code spec.allowedNamespaces} includes the caller's namespace, by name or by labels
 * @param registered whether the trust anchor has a registration for the role's account and region, and the profile is
 *     known
 * @param place account and region of the registration, such as {@code account 111122223333 and region eu-west-1}
 */
public record IssuingRoleFacts(String trustAnchorName, boolean namespaceAllowed, boolean registered, String place) {}
