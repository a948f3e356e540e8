package dev.rolesanywhere.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.role.RoleCondition.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalAdviceTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/reader";
    private static final String PROFILE = "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p";
    private static final String ANCHOR = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a";
    private static final SessionObjects READER = new SessionObjects(
            "reader",
            new AWSRoleSpec(null, ROLE, null, null, new AllowedNamespaces(List.of("shop"), null), null, null, null),
            PROFILE,
            ANCHOR);

    static Stream<Reason> refusals() {
        return Outcome.REPORTABLE.stream().filter(reason -> reason != Reason.Accepted);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void every_reportable_reason_has_our_own_advice_with_or_without_the_role(Reason reason) {
        assertThat(RefusalAdvice.of(reason, READER)).matches("[A-Z].*\\..*\\.").doesNotContain("%", "null");
        assertThat(RefusalAdvice.of(reason, SessionObjects.of("reader", Optional.empty())))
                .matches("[A-Z].*\\..*\\.")
                .doesNotContain("null");
    }

    @ParameterizedTest
    @CsvSource({
        "RoleTrustPolicyDenies, " + ROLE,
        "RoleNotInProfile, " + ROLE,
        "RoleNotInProfile, " + PROFILE,
        "ProfileMissingOrDisabled, " + PROFILE,
        "AnchorMissingOrDisabled, " + ANCHOR,
        "AnchorMissingOrDisabled, AWSTrustAnchor 'default'",
        "UntrustedCertificate, " + ANCHOR,
        "UntrustedCertificate, AWSTrustAnchor 'default'",
        "CertificateRevoked, " + ANCHOR,
        "DurationExceedsRole, " + ROLE,
        "DurationExceedsRole, AWSRole 'reader'",
        "SessionNameNotAllowed, " + PROFILE,
        "AttributesNotMapped, " + PROFILE,
        "Throttled, account 111122223333 in region eu-west-1",
        "ProxyRefused, spec.aws.proxy of AWSRole 'reader' or AWSTrustAnchor 'default'",
        "EndpointUnreachable, spec.aws.endpoint of AWSRole 'reader' or AWSTrustAnchor 'default'",
        "NotAsked, AWSRole 'reader'",
        "STSRegionDisabled, account 111122223333 in region eu-west-1"
    })
    void the_advice_names_the_object_to_change(Reason reason, String named) {
        assertThat(RefusalAdvice.of(reason, READER)).contains(named);
    }

    /** "Refused" would send people to IAM, where nothing has arrived. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {
                "EndpointUnreachable",
                "ProxyRefused",
                "TLSUntrusted",
                "NotAsked",
                "CertificateFilesMissing",
                "CertificateFilesInvalid"
            })
    void a_request_that_did_not_reach_aws_is_not_a_refusal(Reason reason) {
        assertThat(Contact.of(reason)).isNotEqualTo(Contact.ANSWERED);
        assertThat(Contact.of(reason).words() + RefusalAdvice.of(reason, READER))
                .doesNotContain("AWS refused");
    }
}
