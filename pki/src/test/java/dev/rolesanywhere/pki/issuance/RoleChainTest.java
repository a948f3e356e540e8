package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoleChainTest {
    private static final String PLACE = "account 111122223333 and region eu-west-1";
    private static final IssuingRoleFacts ROLE = new IssuingRoleFacts("default", true, true, PLACE);
    private static final IssuingTrustAnchorFacts ANCHOR = anchor(Duration.ofDays(100));

    @Test
    void a_role_that_is_allowed_and_registered_is_served() {
        assertThat(IssuingChains.role().decide(request(ROLE, ANCHOR))).isEqualTo(Decision.ACCEPTED);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        new RoleRequest("kube-system", "sa", "b", "r", true, ROLE, ANCHOR, NOW),
                        IssuingReason.NamespaceExcluded,
                        "Namespace 'kube-system' is excluded"),
                arguments(
                        request(null, null),
                        IssuingReason.RoleNotFound,
                        "AWSRole 'orders-reader', which AWSRoleBinding 'orders' refers to, does not exist"),
                arguments(
                        request(new IssuingRoleFacts("default", false, true, PLACE), ANCHOR),
                        IssuingReason.NamespaceNotAllowed,
                        "does not allow namespace 'shop'. Add it to the AWSRole's spec.allowedNamespaces"),
                arguments(
                        request(ROLE, null),
                        IssuingReason.TrustAnchorNotFound,
                        "AWSTrustAnchor 'default' does not exist. Create it"),
                arguments(
                        request(ROLE, new IssuingTrustAnchorFacts("prod", null, "The Secret is missing.")),
                        IssuingReason.TrustAnchorNotReady,
                        "no certificate authority to sign with: The Secret is missing."),
                arguments(
                        request(ROLE, new IssuingTrustAnchorFacts("prod", null, null)),
                        IssuingReason.TrustAnchorNotReady,
                        "kubectl describe awsta"),
                arguments(
                        request(new IssuingRoleFacts("default", true, false, PLACE), ANCHOR),
                        IssuingReason.NoRegistrationForRegion,
                        "no registration for account 111122223333 and region eu-west-1"),
                arguments(
                        new RoleRequest("shop", "s".repeat(253), "b", "r", false, ROLE, ANCHOR, NOW),
                        IssuingReason.IdentityTooLong,
                        "an AWS session tag allows 256"),
                arguments(
                        new RoleRequest("shop", "orders", "b", "r".repeat(65), false, ROLE, ANCHOR, NOW),
                        IssuingReason.IdentityTooLong,
                        "shorter metadata.name"),
                arguments(
                        request(ROLE, anchor(Duration.ofMinutes(9))),
                        IssuingReason.CertificateAuthorityEnding,
                        "Renew or replace the authority"),
                arguments(
                        request(ROLE, anchor(Duration.ofMinutes(-1))),
                        IssuingReason.CertificateAuthorityEnding,
                        "to 2026-03-04T05:05:07Z"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("refused")
    void a_role_that_cannot_be_served_has_advice(RoleRequest request, IssuingReason reason, String words) {
        assertThat(IssuingChains.role().decide(request)).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).contains(words).doesNotContain("null");
        });
    }

    static Stream<Policy<RoleRequest>> needingFacts() {
        return Stream.of(
                RolePolicies::roleExists,
                RolePolicies::namespaceIsAllowed,
                RolePolicies::trustAnchorExists,
                RolePolicies::trustAnchorIsReady,
                RolePolicies::isRegisteredWithAWS,
                RolePolicies::identityFits,
                RolePolicies::authorityLastsLongEnough);
    }

    @ParameterizedTest
    @MethodSource("needingFacts")
    void each_policy_alone_refuses_missing_facts(Policy<RoleRequest> policy) {
        assertThat(policy.decide(request(null, null))).isInstanceOf(Decision.Refused.class);
    }

    private static RoleRequest request(@Nullable IssuingRoleFacts role, @Nullable IssuingTrustAnchorFacts anchor) {
        return new RoleRequest("shop", "orders", "orders", "orders-reader", false, role, anchor, NOW);
    }

    private static IssuingTrustAnchorFacts anchor(Duration left) {
        return new IssuingTrustAnchorFacts("prod", new Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(left)), null);
    }
}
