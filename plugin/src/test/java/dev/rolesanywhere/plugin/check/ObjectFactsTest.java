package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Verdict;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectFactsTest {
    @ParameterizedTest
    @CsvSource({
        "True,Accepted,Good,Good,Good",
        "False,EndpointUnreachable,Bad,Unknown,Unknown",
        "False,ProxyRefused,Unknown,Bad,Unknown",
        "False,TLSUntrusted,Unknown,Bad,Unknown",
        "False,ClockSkew,Unknown,Unknown,Bad",
        "Unknown,NotTriedYet,Unknown,Unknown,Unknown"
    })
    void the_fact_about_aws_comes_from_the_pods_reports(
            String status, String reason, Verdict dns, Verdict proxy, Verdict clock) {
        List<Fact> facts = RoleFacts.of(List.of(role(status, reason)));
        assertThat(facts.subList(2, 5)).extracting(Fact::verdict).containsExactly(dns, proxy, clock);
    }

    @Test
    void a_bad_condition_has_advice_and_a_link_to_its_reason() {
        Fact fact = RoleFacts.of(role("False", "RoleNotInProfile")).getLast();
        assertThat(fact.todo()).isEqualTo("Do something.");
        assertThat(fact.link()).isEqualTo("https://rolesanywhere.dev/docs/troubleshooting/#rolenotinprofile");
    }

    @Test
    void a_role_without_a_status_is_neither_good_nor_bad() {
        AWSRole role = role("True", "Accepted");
        role.setStatus(null);
        assertThat(RoleFacts.of(role)).extracting(Fact::verdict).containsOnly(Verdict.Unknown);
    }

    @Test
    void a_cluster_without_a_trust_anchor_gets_the_advice_to_create_one() {
        assertThat(AnchorFacts.of(List.of()).getFirst().isBad()).isTrue();
    }

    @Test
    void the_end_of_an_anchor_is_shown() {
        AWSTrustAnchor anchor = Serialization.unmarshal("""
            metadata: {name: default}
            spec: {trustDomain: x, certificateAuthority: {selfSigned: {}}}
            status:
              expires: "2036-01-01T00:00:00Z"
              conditions:
              - {type: Ready, status: "True", reason: Issuing, message: ok, lastTransitionTime: "2026-01-01T00:00:00Z"}
              - {type: NotExpiring, status: "True", reason: NotExpiringSoon, message: ok, lastTransitionTime: "2026-01-01T00:00:00Z"}
            """, AWSTrustAnchor.class);
        assertThat(AnchorFacts.of(anchor)).extracting(Fact::finding).contains("NotExpiringSoon (2036-01-01T00:00:00Z)");
    }

    private static AWSRole role(String status, String reason) {
        return Serialization.unmarshal("""
            metadata: {name: reader}
            spec: {roleARN: "arn:aws:iam::111122223333:role/reader", allowedNamespaces: {selector: {}}}
            status:
              conditions:
              - {type: AcceptedByAWS, status: "%s", reason: %s, message: Do something., lastTransitionTime: "2026-01-01T00:00:00Z"}
            """.formatted(status, reason), AWSRole.class);
    }
}
