package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRefusalClassifierTest {
    private static final String USER =
            "User: arn:aws:sts::111122223333:assumed-role/first/pod is not authorized to perform: ";
    private static final String ON = " on resource: arn:aws:iam::444455556666:role/target";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "sts:AssumeRole        | -                                                                     | TargetDenied",
                "sts:AssumeRole        | because no identity-based policy allows the sts:AssumeRole action     | TargetNotPermitted",
                "sts:AssumeRole        | because no permissions boundary allows the sts:AssumeRole action      | TargetNotPermitted",
                "sts:AssumeRole        | because no session policy allows the sts:AssumeRole action            | TargetNotPermitted",
                "sts:AssumeRole        | with an explicit deny in a service control policy                     | TargetNotPermitted",
                "sts:AssumeRole        | with an explicit deny in an identity-based policy                     | TargetNotPermitted",
                "sts:AssumeRole        | because no resource-based policy allows the sts:AssumeRole action     | TargetTrustPolicyDenies",
                "sts:AssumeRole        | with an explicit deny in a resource-based policy                      | TargetTrustPolicyDenies",
                "sts:AssumeRole        | because the role trust policy allows it to nobody                     | TargetTrustPolicyDenies",
                "sts:TagSession        | -                                                                     | TargetTagsDenied",
                "sts:TagSession        | because no identity-based policy allows the sts:TagSession action     | TargetTagsDenied",
                "sts:SetSourceIdentity | -                                                                     | TargetSourceIdentityDenied",
                "sts:SetSourceIdentity | because no resource-based policy allows the sts:SetSourceIdentity action | TargetSourceIdentityDenied",
            })
    void a_denial_names_the_action_and_sometimes_the_policy(String action, @Nullable String policy, String reason) {
        String message = USER + action + ON + (policy == null ? "" : " " + policy);
        assertThat(reason(403, "AccessDenied", message, 0)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | ValidationError         | The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining. | TargetSettingsRejected",
                "400 | MalformedPolicyDocument | Syntax errors in policy.                                             | TargetSettingsRejected",
                "400 | PackedPolicyTooLarge    | Packed policy consumes 120% of allotted space, please use smaller policy. | TargetSettingsRejected",
                "403 | ExpiredToken            | The security token included in the request is expired                | FirstSessionRejected",
                "403 | InvalidClientTokenId    | The security token included in the request is invalid.               | FirstSessionRejected",
                "403 | RegionDisabledException | STS is not activated in this region for account:111122223333.        | STSRegionDisabled",
                "400 | Throttling              | Rate exceeded                                                        | STSThrottled",
                "429 | ''                      | ''                                                                   | STSThrottled",
                "403 | SignatureDoesNotMatch   | The request signature we calculated does not match                   | InvalidSignature",
                "403 | SignatureDoesNotMatch   | Signature expired: 20260102T030405Z is now earlier than              | ClockSkew",
                "403 | SignatureDoesNotMatch   | Signature not yet current: 20260102T030405Z is still later than      | ClockSkew",
                "407 | ''                      | ''                                                                   | ProxyRefused",
                "500 | InternalFailure         | ''                                                                   | RefusedUnknown",
                "403 | SomethingNew            | Something new                                                        | RefusedUnknown",
            })
    void the_code_determines_the_reason(int status, String code, String message, String reason) {
        assertThat(reason(status, code, message, 0)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"900, InvalidSignature", "901, ClockSkew", "-900, InvalidSignature", "-901, ClockSkew"})
    void a_clock_that_is_off_explains_a_signature_that_does_not_hold(long seconds, String reason) {
        assertThat(reason(403, "SignatureDoesNotMatch", "it does not match", seconds))
                .isEqualTo(reason);
    }

    private static String reason(int status, String code, String message, long seconds) {
        return TargetRefusalClassifier.classify(status, code, message, Duration.ofSeconds(seconds))
                .reason();
    }
}
