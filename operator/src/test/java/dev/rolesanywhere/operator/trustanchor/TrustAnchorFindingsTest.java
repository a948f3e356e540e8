package dev.rolesanywhere.operator.trustanchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.Hearsay;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.registration.ManagedReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustAnchorFindingsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<Registration> REGISTERED =
            List.of(new Registration("arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/x", null, null));

    static Stream<Arguments> registration() {
        return Stream.of(
                Arguments.of("no ARN", List.of(), List.of(), "False", "NoARN", "register status.caBundle"),
                Arguments.of(
                        "not used yet", REGISTERED, List.of(), "Unknown", "NotConfirmedYet", "first one that does"),
                Arguments.of("used", REGISTERED, List.of(outcome("Accepted", 1)), "True", "Confirmed", "AWS accepts"),
                Arguments.of(
                        "another CA is registered",
                        REGISTERED,
                        List.of(outcome("Accepted", 1), outcome("UntrustedCertificate", 2)),
                        "False",
                        "UntrustedByAWS",
                        "Pod shop/orders-1 for AWSRole 'reader'"),
                Arguments.of(
                        "deleted or disabled",
                        REGISTERED,
                        List.of(outcome("AnchorMissingOrDisabled", 1)),
                        "False",
                        "AnchorMissingOrDisabled",
                        "what AWS said"),
                Arguments.of(
                        "a role's own trouble says nothing about the anchor",
                        REGISTERED,
                        List.of(outcome("Accepted", 1), outcome("RoleTrustPolicyDenies", 2)),
                        "True",
                        "Confirmed",
                        "AWS accepts"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("registration")
    void registered_is_what_aws_answered_to_pods_and_ready_does_not_wait_for_it(
            String name,
            List<Registration> registrations,
            List<Outcome> heard,
            String status,
            String reason,
            String message) {
        List<Finding> findings = TrustAnchorFindings.of(new TrustAnchorFacts(
                "default",
                registrations,
                new AuthorityState.Unusable(Reason.KeyLost, "lost"),
                Optional.empty(),
                Duration.ofHours(1),
                ManagedReport.NOTHING,
                1,
                new Hearsay(!heard.isEmpty(), heard.size(), heard, List.of()),
                null,
                NOW));

        assertThat(findings)
                .extracting(Finding::type)
                .containsExactly("Ready", "CertificateAuthorityReady", "Registered");
        assertThat(findings.get(2).status().name()).isEqualTo(status);
        assertThat(findings.get(2).reason()).isEqualTo(reason);
        assertThat(findings.get(2).message()).contains(message);
    }

    private static Outcome outcome(String reason, int minute) {
        return new Outcome(
                new PodReference("shop", "orders-1", "uid", "orders"),
                "reader",
                RoleCondition.Reason.valueOf(reason),
                "what AWS said",
                NOW.plusSeconds(60L * minute),
                null,
                null,
                null);
    }
}
