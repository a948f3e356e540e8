package dev.rolesanywhere.emulator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.emulator.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.AccessDeniedException;
import software.amazon.awssdk.services.rolesanywhere.model.RolesAnywhereException;

/** IAM's decision about management calls, as the AWS SDK meets it. */
class ManagementAccessTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/orders-reader";
    private static final String EVERYTHING = allow("'rolesanywhere:*', 'iam:PassRole'", "*", "");

    private Emulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.local());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void without_a_user_any_credentials_will_do() {
        try (RolesAnywhereClient anybody = client("AKIAUNKNOWN", "secret")) {
            assertThat(profile(anybody)).isNotEmpty();
        }
    }

    @Test
    void with_a_user_unknown_credentials_are_refused() {
        user("admin", EVERYTHING);
        try (RolesAnywhereClient anybody = client("AKIAUNKNOWN", "secret")) {
            assertThatExceptionOfType(RolesAnywhereException.class)
                    .isThrownBy(() -> anybody.listProfiles(r -> {}))
                    .withMessageContaining("The security token included in the request is invalid");
        }
    }

    @Test
    void a_signature_with_another_secret_is_refused() {
        user("admin", EVERYTHING);
        try (RolesAnywhereClient forger = client("AKIAadmin", "another")) {
            assertThatExceptionOfType(RolesAnywhereException.class)
                    .isThrownBy(() -> forger.listProfiles(r -> {}))
                    .withMessageContaining("does not match the signature you provided");
        }
    }

    @Test
    void an_action_without_an_allow_is_refused_with_awss_message() {
        user("reader", allow("'rolesanywhere:ListProfiles'", "*", ""));
        try (RolesAnywhereClient reader = client("AKIAreader", "secret-reader")) {
            assertThatCode(() -> reader.listProfiles(r -> {})).doesNotThrowAnyException();
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> reader.listTrustAnchors(r -> {}))
                    .withMessageContaining("User: arn:aws:iam::111122223333:user/reader is not authorized to perform:"
                            + " rolesanywhere:ListTrustAnchors on resource: * because no identity-based policy allows"
                            + " the rolesanywhere:ListTrustAnchors action");
        }
    }

    @Test
    void a_deny_beats_an_allow() {
        user("half", """
                {'Statement': [
                  {'Effect': 'Allow', 'Action': '*', 'Resource': '*'},
                  {'Effect': 'Deny', 'Action': 'rolesanywhere:listprofiles', 'Resource': '*'}]}""");
        try (RolesAnywhereClient half = client("AKIAhalf", "secret-half")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> half.listProfiles(r -> {}))
                    .withMessageContaining("with an explicit deny in an identity-based policy");
        }
    }

    @Test
    void a_role_in_a_profile_needs_passrole() {
        user("maker", allow("'rolesanywhere:*'", "*", ""));
        try (RolesAnywhereClient maker = client("AKIAmaker", "secret-maker")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> profile(maker))
                    .withMessageContaining("iam:PassRole on resource: " + ROLE);
        }
    }

    @Test
    void enabling_a_profile_needs_passrole_on_its_roles() {
        user("admin", EVERYTHING);
        user("maker", allow("'rolesanywhere:*'", "*", ""));
        try (RolesAnywhereClient admin = client("AKIAadmin", "secret-admin");
                RolesAnywhereClient maker = client("AKIAmaker", "secret-maker")) {
            String id = profile(admin);
            maker.disableProfile(r -> r.profileId(id));
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> maker.enableProfile(r -> r.profileId(id)))
                    .withMessageContaining("iam:PassRole on resource: " + ROLE);
        }
    }

    @Test
    void the_first_trust_anchor_needs_the_right_to_create_the_service_linked_role() {
        user("maker", allow("'rolesanywhere:*'", "*", ""));
        try (RolesAnywhereClient maker = client("AKIAmaker", "secret-maker")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> maker.createTrustAnchor(r -> r.name("a")))
                    .withMessageContaining("iam:CreateServiceLinkedRole on resource: arn:aws:iam::111122223333:role/"
                            + "aws-service-role/rolesanywhere.amazonaws.com/AWSServiceRoleForRolesAnywhere");
        }
    }

    @ParameterizedTest
    @CsvSource({"prod,true", "test,false"})
    void a_condition_on_the_tags_of_a_resource_is_compared(String domain, boolean permitted) {
        user("admin", EVERYTHING);
        user("owner", allow("'rolesanywhere:UpdateProfile'", "*", "'aws:ResourceTag/domain': 'prod'"));
        try (RolesAnywhereClient admin = client("AKIAadmin", "secret-admin");
                RolesAnywhereClient owner = client("AKIAowner", "secret-owner")) {
            String id = admin.createProfile(r -> r.name("p").roleArns(List.of()).tags(t -> t.key("domain")
                            .value(domain)))
                    .profile()
                    .profileId();
            assertThat(permitted(() -> owner.updateProfile(r -> r.profileId(id).name("q"))))
                    .isEqualTo(permitted);
        }
    }

    @ParameterizedTest
    @CsvSource({"prod,true", "test,false"})
    void a_condition_on_the_tags_of_a_request_is_compared(String domain, boolean permitted) {
        user(
                "maker",
                allow(
                        "'rolesanywhere:CreateProfile', 'rolesanywhere:TagResource'",
                        "*",
                        "'aws:RequestTag/domain': 'prod'"));
        try (RolesAnywhereClient maker = client("AKIAmaker", "secret-maker")) {
            assertThat(permitted(() -> maker.createProfile(
                            r -> r.name("p").roleArns(List.of()).tags(t -> t.key("domain")
                                    .value(domain)))))
                    .isEqualTo(permitted);
        }
    }

    @Test
    void tags_at_creation_need_the_right_to_tag() {
        user("maker", allow("'rolesanywhere:CreateProfile'", "*", ""));
        try (RolesAnywhereClient maker = client("AKIAmaker", "secret-maker")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> maker.createProfile(r ->
                            r.name("p").roleArns(List.of()).tags(t -> t.key("a").value("b"))))
                    .withMessageContaining("rolesanywhere:TagResource");
        }
    }

    @Test
    void a_policy_for_another_resource_does_not_permit() {
        user("admin", EVERYTHING);
        user(
                "other",
                allow(
                        "'rolesanywhere:UpdateProfile'",
                        "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/other",
                        ""));
        try (RolesAnywhereClient admin = client("AKIAadmin", "secret-admin");
                RolesAnywhereClient other = client("AKIAother", "secret-other")) {
            String id = profile(admin);
            assertThat(permitted(() -> other.updateProfile(r -> r.profileId(id).name("q"))))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Action': '*', 'NotResource': 'arn:aws:iam::*:role/x'}",
                "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}}}"
            })
    void a_statement_that_cannot_be_evaluated_never_allows(String statement) {
        user("odd", "{'Statement': " + statement + "}");
        try (RolesAnywhereClient odd = client("AKIAodd", "secret-odd")) {
            assertThat(permitted(() -> odd.listProfiles(r -> {}))).isFalse();
        }
    }

    private static boolean permitted(Runnable call) {
        try {
            call.run();
            return true;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    private static String profile(RolesAnywhereClient client) {
        return client.createProfile(r -> r.name("p").roleArns(ROLE)).profile().profileId();
    }

    private static String allow(String actions, String resource, String condition) {
        String conditions = condition.isEmpty() ? "" : ", 'Condition': {'StringEquals': {" + condition + "}}";
        return "{'Statement': {'Effect': 'Allow', 'Action': [" + actions + "], 'Resource': '" + resource + "'"
                + conditions + "}}";
    }

    private void user(String name, String policy) {
        emulator.define(Json.read(("{'users': [{'name': '" + name + "', 'accessKeyId': 'AKIA" + name
                        + "', 'secretAccessKey': 'secret-" + name + "', 'policy': " + policy + "}]}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8)));
    }

    private RolesAnywhereClient client(String accessKeyId, String secretAccessKey) {
        return RolesAnywhereClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .build();
    }
}
