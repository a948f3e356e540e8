package dev.rolesanywhere.operator.role;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.trustanchor.External;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The IAM trust policy that a role needs, as the IAM Roles Anywhere user guide has it ("Trust model", role trust policy): the three
 * actions, the trust anchor as {@code aws:SourceArn}, and the session tags of its leaf certificates.
 *
 * @param json formatted, ready for {@code aws iam update-assume-role-policy}
 * @param characters as IAM counts them, without white space
 */
public record TrustPolicy(String json, long characters) {
    /** IAM's quota "role trust policy length" unless it was raised. */
    public static final long MAX_CHARACTERS = 2048;

    private static final String URI_TAG = "aws:PrincipalTag/x509SAN/URI";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** A bound ServiceAccount. */
    public record BoundAccount(String namespace, String serviceAccount) {}

    /**
     * @param trustAnchorARN the canonical ARN: IAM does not resolve aliases
     * @param bound for the scopes Namespace and ServiceAccount; if empty, the policy allows no access
     */
    public static TrustPolicy of(
            String trustDomain,
            String roleName,
            TrustPolicyScope scope,
            String trustAnchorARN,
            Collection<BoundAccount> bound) {
        Map<String, Object> exact = new LinkedHashMap<>();
        exact.put("aws:PrincipalTag/x509Subject/OU", roleName);
        exact.put("aws:PrincipalTag/x509Subject/O", trustDomain);
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("ArnEquals", Map.of("aws:SourceArn", trustAnchorARN));
        condition.put("StringEquals", exact);
        String prefix = "spiffe://" + trustDomain + "/ns/";
        switch (scope) {
            case Role -> {}
            case Unknown -> throw new IllegalArgumentException("a role with an unknown trustPolicyScope has no policy");
            case Namespace ->
                condition.put(
                        "StringLike", Map.of(URI_TAG, uris(bound, account -> prefix + account.namespace() + "/sa/*")));
            case ServiceAccount ->
                exact.put(
                        URI_TAG,
                        uris(bound, account -> prefix + account.namespace() + "/sa/" + account.serviceAccount()));
        }
        return of(condition);
    }

    /**
     * Where another component issues the certificates, they name no role: each ServiceAccount stands in the policy, or each namespace with the
     * scope Namespace.
     *
     * @param trustAnchorARN the canonical ARN: IAM does not resolve aliases
     */
    static TrustPolicy ofSpiffeIds(
            External external,
            String trustDomain,
            TrustPolicyScope scope,
            String trustAnchorARN,
            Collection<BoundAccount> bound) {
        boolean whole = scope == TrustPolicyScope.Namespace;
        TreeSet<String> ids = uris(
                bound,
                account -> external.spiffeId(trustDomain, account.namespace(), whole ? "*" : account.serviceAccount()));
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("ArnEquals", Map.of("aws:SourceArn", trustAnchorARN));
        condition.put(whole ? "StringLike" : "StringEquals", Map.of(URI_TAG, ids));
        return of(condition);
    }

    private static TrustPolicy of(Map<String, Object> condition) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("Service", "rolesanywhere.amazonaws.com"));
        statement.put("Action", List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"));
        statement.put("Condition", condition);
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", List.of(statement));
        return written(policy);
    }

    public boolean tooLong() {
        return characters > MAX_CHARACTERS;
    }

    private static TreeSet<String> uris(Collection<BoundAccount> bound, Function<BoundAccount, String> uri) {
        return bound.stream().map(uri).collect(Collectors.toCollection(TreeSet::new));
    }

    private static TrustPolicy written(Map<String, Object> policy) {
        try {
            String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(policy);
            return new TrustPolicy(
                    json, json.chars().filter(c -> !Character.isWhitespace(c)).count());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings always have a JSON form", e);
        }
    }
}
