package dev.rolesanywhere.emulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
    private static final RequestContext CONTEXT = new RequestContext(Map.of(
            "aws:SourceArn", List.of("arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a"),
            "aws:SourceAccount", List.of("111122223333"),
            "aws:PrincipalTag/x509Subject/OU", List.of("orders"),
            "aws:PrincipalTag/x509SAN/URI", List.of("spiffe://example.org/ns/shop/sa/orders"),
            "aws:TagKeys", List.of("x509Subject/OU", "x509SAN/URI")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                                          | true",
                "{'StringEquals': {'aws:PrincipalTag/x509Subject/OU': 'orders'}}                             | true",
                "{'StringEquals': {'AWS:principaltag/X509subject/ou': 'orders'}}                             | true",
                "{'StringEquals': {'aws:PrincipalTag/x509Subject/OU': ['a', 'orders']}}                      | true",
                "{'StringEquals': {'aws:PrincipalTag/x509Subject/OU': 'Orders'}}                             | false",
                "{'StringEquals': {'aws:PrincipalTag/x509Subject/OU': 'ord*'}}                               | false",
                "{'StringEquals': {'aws:PrincipalTag/x509Subject/CN': 'x'}}                                  | false",
                "{'StringEquals': {'aws:SourceAccount': '111122223333', 'aws:PrincipalTag/x509Subject/OU': 'x'}} | false",
                "{'StringEqualsIfExists': {'aws:PrincipalTag/x509Subject/CN': 'x'}}                          | true",
                "{'StringEqualsIgnoreCase': {'aws:PrincipalTag/x509Subject/OU': 'ORDERS'}}                   | true",
                "{'StringNotEquals': {'aws:PrincipalTag/x509Subject/OU': 'x'}}                               | true",
                "{'StringNotEquals': {'aws:PrincipalTag/x509Subject/OU': ['x', 'orders']}}                   | false",
                "{'StringNotEquals': {'aws:PrincipalTag/x509Subject/CN': 'x'}}                               | true",
                "{'StringLike': {'aws:PrincipalTag/x509SAN/URI': 'spiffe://example.org/ns/shop/*'}}          | true",
                "{'StringLike': {'aws:PrincipalTag/x509SAN/URI': 'spiffe://example.org/ns/?/*'}}             | false",
                "{'StringLike': {'aws:PrincipalTag/x509SAN/URI': 'spiffe://example.org/ns/sho'}}             | false",
                "{'StringNotLike': {'aws:PrincipalTag/x509SAN/URI': 'spiffe://example.org/*'}}               | false",
                "{'ArnEquals': {'aws:SourceArn': 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a'}} | true",
                "{'ArnEquals': {'aws:SourceArn': 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/b'}} | false",
                "{'ArnLike': {'aws:SourceArn': 'arn:aws:rolesanywhere:*:111122223333:trust-anchor/*'}}       | true",
                "{'ArnLike': {'aws:SourceArn': 'arn:aws:rolesanywhere:*:trust-anchor/*'}}                    | false",
                "{'ArnNotEquals': {'aws:SourceArn': 'arn:aws:rolesanywhere:*:*:trust-anchor/*'}}             | false",
                "{'Null': {'aws:PrincipalTag/x509Subject/OU': 'false'}}                                      | true",
                "{'Null': {'aws:PrincipalTag/x509Subject/OU': 'true'}}                                       | false",
                "{'Null': {'aws:PrincipalTag/x509Subject/CN': 'true'}}                                       | true",
                "{'ForAnyValue:StringEquals': {'aws:TagKeys': 'x509SAN/URI'}}                                | true",
                "{'ForAnyValue:StringEquals': {'aws:TagKeys': 'x509SAN/DNS'}}                                | false",
                "{'ForAnyValue:StringEquals': {'aws:Absent': 'x'}}                                           | false",
                "{'ForAllValues:StringLike': {'aws:TagKeys': 'x509*'}}                                       | true",
                "{'ForAllValues:StringEquals': {'aws:TagKeys': 'x509SAN/URI'}}                               | false",
                "{'ForAllValues:StringEquals': {'aws:Absent': 'x'}}                                          | true",
                "{'StringMatches': {'aws:SourceAccount': '111122223333'}}                                    | false",
                "{'StringEquals': {'aws:SourceAccount': '${aws:PrincipalAccount}'}}                          | false",
            })
    void an_allow_applies_if_all_its_conditions_match(String condition, boolean allowed) {
        String policy = statement("Allow", "{'Service': 'rolesanywhere.amazonaws.com'}", ALL, condition);

        assertThat(read(policy).refusal(CONTEXT).isEmpty()).isEqualTo(allowed);
    }

    private static final String ALL = "['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['sts:AssumeRole', 'sts:TagSession']        | sts:SetSourceIdentity",
                "['sts:AssumeRole', 'sts:SetSourceIdentity'] | sts:TagSession",
                "['sts:TagSession', 'sts:SetSourceIdentity'] | sts:AssumeRole",
            })
    void all_three_actions_are_required(String actions, String missing) {
        String policy = statement("Allow", "{'Service': 'rolesanywhere.amazonaws.com'}", actions, "{}");

        assertThat(read(policy).refusal(CONTEXT))
                .hasValueSatisfying(reason -> assertThat(reason).contains("allows " + missing));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'sts:*'", "'*'", "['sts:assumerole', 'STS:TAGSESSION', 'sts:Set*']"})
    void actions_may_have_wildcards_and_any_case(String actions) {
        assertThat(read(statement("Allow", "{'Service': 'rolesanywhere.amazonaws.com'}", actions, "{}"))
                        .refusal(CONTEXT))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Service': 'ec2.amazonaws.com'}",
                "{'AWS': 'arn:aws:iam::111122223333:root'}",
                "{'AWS': '*'}",
                "'*'"
            })
    void other_principals_do_not_allow_roles_anywhere(String principal) {
        assertThat(read(statement("Allow", principal, ALL, "{}")).refusal(CONTEXT))
                .isPresent();
    }

    @Test
    void the_service_may_be_one_of_several() {
        String principal = "{'Service': ['ec2.amazonaws.com', 'rolesanywhere.amazonaws.com']}";

        assertThat(read(statement("Allow", principal, ALL, "{}")).refusal(CONTEXT))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'StringEquals': {'aws:PrincipalTag/x509Subject/OU': 'orders'}}",
                "{'StringMatches': {'aws:SourceAccount': 'x'}}",
            })
    void a_deny_that_matches_or_cannot_be_evaluated_wins(String condition) {
        String allow = statement("Allow", "{'Service': 'rolesanywhere.amazonaws.com'}", ALL, "{}");
        String deny = statement("Deny", "'*'", "'sts:AssumeRole'", condition);

        assertThat(read(allow + "," + deny).refusal(CONTEXT)).hasValue("The role's trust policy denies sts:AssumeRole");
    }

    @Test
    void a_deny_without_a_match_has_no_effect() {
        String allow = statement("Allow", "{'Service': 'rolesanywhere.amazonaws.com'}", ALL, "{}");
        String deny =
                statement("Deny", "'*'", "'sts:*'", "{'StringEquals': {'aws:PrincipalTag/x509Subject/OU': 'other'}}");

        assertThat(read(allow + "," + deny).refusal(CONTEXT)).isEmpty();
    }

    @Test
    void an_unsupported_part_is_named() {
        String policy = statement(
                "Allow",
                "{'Service': 'rolesanywhere.amazonaws.com'}",
                ALL,
                "{'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}}");

        assertThat(read(policy).refusal(CONTEXT)).hasValueSatisfying(reason -> assertThat(reason)
                .endsWith("the emulator cannot evaluate condition IpAddress on aws:SourceIp"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                      | MalformedPolicyDocument: Statement is missing",
                "{'Statement': [{'Effect': 'allow'}]}                    | MalformedPolicyDocument: Effect must be Allow or Deny",
                "{'Statement': [{'Effect': 'Allow', 'Action': 'sts:*'}]} | MalformedPolicyDocument: Principal is missing",
                "{'Statement': [{'Effect': 'Allow', 'Principal': '*'}]}  | MalformedPolicyDocument: Action is missing",
                "{'Statement': [{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*'}]}"
                        + " | MalformedPolicyDocument: Has prohibited field Resource",
            })
    void a_malformed_document_is_refused(String document, String message) {
        assertThatThrownBy(() -> TrustPolicyReader.read(json(document))).hasMessage(message);
    }

    @Test
    void a_document_above_iam_s_quota_is_refused() {
        String policy = statement("Allow", "'*'", "'" + "x".repeat(2048) + "'", "{}");

        assertThatThrownBy(() -> read(policy)).hasMessage("Cannot exceed quota for ACLSizePerRole: 2048");
    }

    private static String statement(String effect, String principal, String actions, String condition) {
        return "{'Effect': '" + effect + "', 'Principal': " + principal + ", 'Action': " + actions + ", 'Condition': "
                + condition + "}";
    }

    private static TrustPolicy read(String statements) {
        return TrustPolicyReader.read(json("{'Statement': [" + statements + "]}"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
