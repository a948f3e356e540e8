package dev.rolesanywhere.operator.role;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.operator.role.TrustPolicy.BoundAccount;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrustPolicyTest {
    private static final String ANCHOR =
            "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef";
    private static final List<BoundAccount> BOUND = List.of(
            new BoundAccount("shop", "orders"), new BoundAccount("shop", "batch"), new BoundAccount("bi", "etl"));

    @Test
    void scope_role_names_anchor_role_and_trust_domain() throws Exception {
        same(policy(TrustPolicyScope.Role, BOUND), """
                {"ArnEquals": {"aws:SourceArn": "%s"},
                 "StringEquals": {"aws:PrincipalTag/x509Subject/OU": "orders-reader",
                                  "aws:PrincipalTag/x509Subject/O": "prod-1.example.org"}}""".formatted(ANCHOR));
    }

    @Test
    void scope_namespace_adds_each_bound_namespace_once() throws Exception {
        same(policy(TrustPolicyScope.Namespace, BOUND), """
                {"ArnEquals": {"aws:SourceArn": "%s"},
                 "StringEquals": {"aws:PrincipalTag/x509Subject/OU": "orders-reader",
                                  "aws:PrincipalTag/x509Subject/O": "prod-1.example.org"},
                 "StringLike": {"aws:PrincipalTag/x509SAN/URI": ["spiffe://prod-1.example.org/ns/bi/sa/*",
                                                                 "spiffe://prod-1.example.org/ns/shop/sa/*"]}}""".formatted(ANCHOR));
    }

    @Test
    void scope_service_account_adds_each_exact_uri() throws Exception {
        same(policy(TrustPolicyScope.ServiceAccount, BOUND), """
                {"ArnEquals": {"aws:SourceArn": "%s"},
                 "StringEquals": {"aws:PrincipalTag/x509Subject/OU": "orders-reader",
                                  "aws:PrincipalTag/x509Subject/O": "prod-1.example.org",
                                  "aws:PrincipalTag/x509SAN/URI": ["spiffe://prod-1.example.org/ns/bi/sa/etl",
                                                                   "spiffe://prod-1.example.org/ns/shop/sa/batch",
                                                                   "spiffe://prod-1.example.org/ns/shop/sa/orders"]}}""".formatted(ANCHOR));
    }

    @Test
    void only_roles_anywhere_may_assume_and_with_the_three_actions() throws Exception {
        var statement = new ObjectMapper()
                .readTree(policy(TrustPolicyScope.Role, BOUND).json())
                .at("/Statement/0");

        assertThat(statement.at("/Principal").toString()).isEqualTo("{\"Service\":\"rolesanywhere.amazonaws.com\"}");
        assertThat(statement.at("/Action").toString())
                .isEqualTo("[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]");
    }

    @Test
    void the_length_is_counted_like_iam_with_a_warning_above_the_quota() {
        TrustPolicy shortOne = policy(TrustPolicyScope.Role, BOUND);
        TrustPolicy longOne = policy(
                TrustPolicyScope.ServiceAccount,
                IntStream.range(0, 40)
                        .mapToObj(i -> new BoundAccount("a-namespace-" + i, "a-service-account"))
                        .toList());

        assertThat(shortOne.characters())
                .isEqualTo(shortOne.json().replaceAll("\\s", "").length());
        assertThat(shortOne.tooLong()).isFalse();
        assertThat(longOne.tooLong()).isTrue();
    }

    @Test
    void a_policy_of_exactly_iams_quota_causes_no_warning() {
        assertThat(new TrustPolicy("", 2048).tooLong()).isFalse();
        assertThat(new TrustPolicy("", 2049).tooLong()).isTrue();
    }

    private static final TargetRole TARGET = new TargetRole(
            "arn:aws:iam::444455556666:role/reports-writer",
            "prod-1/orders",
            null,
            null,
            List.of(new TargetRole.Tag("team", "orders"), new TargetRole.Tag("stage", "prod")),
            null);

    /**
     * The policy requires values that a compromised pod could choose (external ID, tags), and the names that the
     * operator signed.
     */
    @Test
    void the_target_roles_policy_requires_the_names_the_external_id_and_the_tags() throws Exception {
        JsonNode policy = new ObjectMapper()
                .readTree(target(TARGET, TrustPolicyScope.Namespace).json());
        String names = """
                "aws:PrincipalTag/x509Subject/OU": "orders-reader", "aws:PrincipalTag/x509Subject/O": "prod-1.example.org\"""";
        String uris = """
                "StringLike": {"aws:PrincipalTag/x509SAN/URI": ["spiffe://prod-1.example.org/ns/bi/sa/*",
                                                                "spiffe://prod-1.example.org/ns/shop/sa/*"]}""";
        assertThat(policy.path("Statement"))
                .isEqualTo(new ObjectMapper().readTree("""
                [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/orders-reader"},
                  "Action": ["sts:AssumeRole", "sts:TagSession"],
                  "Condition": {"StringEquals": {%s, "sts:ExternalId": "prod-1/orders",
                                                 "aws:RequestTag/team": "orders", "aws:RequestTag/stage": "prod"},
                                %s,
                                "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]}}},
                 {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/orders-reader"},
                  "Action": ["sts:SetSourceIdentity"],
                  "Condition": {"StringEquals": {%s}, %s}}]""".formatted(names, uris, names, uris)));
    }

    @Test
    void without_tags_no_side_may_tag() throws Exception {
        TargetRole plain = new TargetRole(TARGET.roleARN(), null, null, null, null, null);
        JsonNode policy =
                new ObjectMapper().readTree(target(plain, TrustPolicyScope.Role).json());
        assertThat(policy.at("/Statement/0/Action").toString()).isEqualTo("[\"sts:AssumeRole\"]");
        assertThat(policy.toString()).doesNotContain("TagSession", "TagKeys", "RequestTag", "ExternalId");
        assertThat(TrustPolicy.ofFirstRole(plain)).doesNotContain("TagSession");
    }

    @Test
    void the_first_role_may_do_the_same_to_the_target_role_alone() throws Exception {
        assertThat(new ObjectMapper().readTree(TrustPolicy.ofFirstRole(TARGET)).path("Statement"))
                .isEqualTo(new ObjectMapper().readTree("""
                [{"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                  "Resource": "arn:aws:iam::444455556666:role/reports-writer"}]"""));
    }

    private static TrustPolicy target(TargetRole target, TrustPolicyScope scope) {
        return TrustPolicy.ofTarget(
                "prod-1.example.org",
                "orders-reader",
                scope,
                "arn:aws:iam::111122223333:role/orders-reader",
                target,
                BOUND);
    }

    private static TrustPolicy policy(TrustPolicyScope scope, List<BoundAccount> bound) {
        return TrustPolicy.of("prod-1.example.org", "orders-reader", scope, ANCHOR, bound);
    }

    private static void same(TrustPolicy policy, String condition) throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(policy.json()).at("/Statement/0/Condition")).isEqualTo(json.readTree(condition));
    }
}
