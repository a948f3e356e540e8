package dev.rolesanywhere.operator.role;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.trustanchor.External;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("ArnEquals", Map.of("aws:SourceArn", trustAnchorARN));
        condition.putAll(names(trustDomain, roleName, scope, bound));
        return byRolesAnywhere(condition);
    }

    private static TrustPolicy byRolesAnywhere(Map<String, Object> condition) {
        return written(List.of(statement(
                Map.of("Service", "rolesanywhere.amazonaws.com"),
                List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"),
                condition)));
    }

    /**
     * The trust policy of the target role. It requires the session tags that the operator signed, so no other session
     * of the first role is accepted. It allows only the session tags of the AWSRole.
     *
     * @param firstRoleARN of the role that assumes the target role
     */
    static TrustPolicy ofTarget(
            String trustDomain,
            String roleName,
            TrustPolicyScope scope,
            String firstRoleARN,
            TargetRole target,
            Collection<BoundAccount> bound) {
        return ofTarget(firstRoleARN, target, () -> names(trustDomain, roleName, scope, bound));
    }

    /** The trust policy for certificates that another component issues. */
    static TrustPolicy ofTarget(
            External external,
            String trustDomain,
            TrustPolicyScope scope,
            String firstRoleARN,
            TargetRole target,
            Collection<BoundAccount> bound) {
        return ofTarget(firstRoleARN, target, () -> spiffeIds(external, trustDomain, scope, bound));
    }

    private static TrustPolicy ofTarget(
            String firstRoleARN, TargetRole target, Supplier<Map<String, Map<String, Object>>> callers) {
        Map<String, String> principal = Map.of("AWS", firstRoleARN);
        Map<String, Map<String, Object>> assume = callers.get();
        Map<String, Object> exact = assume.computeIfAbsent("StringEquals", key -> new LinkedHashMap<>());
        if (target.externalID() != null) {
            exact.put("sts:ExternalId", target.externalID());
        }
        target.sessionTags().forEach(tag -> exact.put("aws:RequestTag/" + tag.key(), tag.value()));
        if (exact.isEmpty()) {
            assume.remove("StringEquals");
        }
        if (!target.sessionTags().isEmpty()) {
            assume.put("ForAllValues:StringEquals", new LinkedHashMap<>(Map.of("aws:TagKeys", keys(target))));
        }
        return written(List.of(
                statement(principal, assuming(target), assume),
                statement(principal, List.of("sts:SetSourceIdentity"), callers.get())));
    }

    /** The permissions of the first role to assume the target role. */
    static String ofFirstRole(TargetRole target) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put(
                "Action",
                Stream.concat(assuming(target).stream(), Stream.of("sts:SetSourceIdentity"))
                        .toList());
        statement.put("Resource", target.roleARN());
        return written(List.of(statement)).json();
    }

    private static List<String> assuming(TargetRole target) {
        return target.sessionTags().isEmpty() ? List.of("sts:AssumeRole") : List.of("sts:AssumeRole", "sts:TagSession");
    }

    private static List<String> keys(TargetRole target) {
        return target.sessionTags().stream().map(TargetRole.Tag::key).toList();
    }

    /** The names of the certificate, by which IAM knows the pod. */
    private static Map<String, Map<String, Object>> names(
            String trustDomain, String roleName, TrustPolicyScope scope, Collection<BoundAccount> bound) {
        Map<String, Object> exact = new LinkedHashMap<>();
        exact.put("aws:PrincipalTag/x509Subject/OU", roleName);
        exact.put("aws:PrincipalTag/x509Subject/O", trustDomain);
        Map<String, Map<String, Object>> condition = new LinkedHashMap<>();
        condition.put("StringEquals", exact);
        String prefix = "spiffe://" + trustDomain + "/ns/";
        switch (scope) {
            case Role -> {}
            case Unknown -> throw new IllegalArgumentException("a role with an unknown trustPolicyScope has no policy");
            case Namespace ->
                condition.put(
                        "StringLike",
                        new LinkedHashMap<>(
                                Map.of(URI_TAG, uris(bound, account -> prefix + account.namespace() + "/sa/*"))));
            case ServiceAccount ->
                exact.put(
                        URI_TAG,
                        uris(bound, account -> prefix + account.namespace() + "/sa/" + account.serviceAccount()));
        }
        return condition;
    }

    /**
     * Certificates of another component name no role. The policy therefore lists each ServiceAccount, or each namespace
     * with the scope Namespace.
     *
     * @param trustAnchorARN the canonical ARN: IAM does not resolve aliases
     */
    static TrustPolicy ofSpiffeIds(
            External external,
            String trustDomain,
            TrustPolicyScope scope,
            String trustAnchorARN,
            Collection<BoundAccount> bound) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("ArnEquals", Map.of("aws:SourceArn", trustAnchorARN));
        condition.putAll(spiffeIds(external, trustDomain, scope, bound));
        return byRolesAnywhere(condition);
    }

    private static Map<String, Map<String, Object>> spiffeIds(
            External external, String trustDomain, TrustPolicyScope scope, Collection<BoundAccount> bound) {
        boolean whole = scope == TrustPolicyScope.Namespace;
        TreeSet<String> ids = uris(
                bound,
                account -> external.spiffeId(trustDomain, account.namespace(), whole ? "*" : account.serviceAccount()));
        Map<String, Map<String, Object>> condition = new LinkedHashMap<>();
        condition.put(whole ? "StringLike" : "StringEquals", new LinkedHashMap<>(Map.of(URI_TAG, ids)));
        return condition;
    }

    private static Map<String, Object> statement(
            Map<String, String> principal, List<String> actions, Map<String, ?> condition) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", principal);
        statement.put("Action", actions);
        statement.put("Condition", condition);
        return statement;
    }

    public boolean tooLong() {
        return characters > MAX_CHARACTERS;
    }

    private static TreeSet<String> uris(Collection<BoundAccount> bound, Function<BoundAccount, String> uri) {
        return bound.stream().map(uri).collect(Collectors.toCollection(TreeSet::new));
    }

    private static TrustPolicy written(List<Map<String, Object>> statements) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        try {
            String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(policy);
            return new TrustPolicy(
                    json, json.chars().filter(c -> !Character.isWhitespace(c)).count());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings always have a JSON form", e);
        }
    }
}
