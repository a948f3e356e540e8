package dev.rolesanywhere.emulator.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.TestAuthority;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.CertificateField;
import software.amazon.awssdk.services.rolesanywhere.model.CrlDetail;
import software.amazon.awssdk.services.rolesanywhere.model.MappingRule;
import software.amazon.awssdk.services.rolesanywhere.model.NotificationEvent;
import software.amazon.awssdk.services.rolesanywhere.model.NotificationSetting;
import software.amazon.awssdk.services.rolesanywhere.model.NotificationSettingKey;
import software.amazon.awssdk.services.rolesanywhere.model.ProfileDetail;
import software.amazon.awssdk.services.rolesanywhere.model.ResourceNotFoundException;
import software.amazon.awssdk.services.rolesanywhere.model.Tag;
import software.amazon.awssdk.services.rolesanywhere.model.TrustAnchorDetail;
import software.amazon.awssdk.services.rolesanywhere.model.TrustAnchorType;
import software.amazon.awssdk.services.rolesanywhere.model.ValidationException;

/** The management calls with the AWS SDK. */
class ManagementCallsTest {
    private static final String REGION = "eu-west-1";

    private Scenario scenario;
    private RolesAnywhereClient client;

    @BeforeEach
    void start() {
        scenario = Scenario.live();
        client = RolesAnywhereClient.builder()
                .endpointOverride(scenario.emulator.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        scenario.close();
    }

    @Test
    void a_trust_anchor_is_created_in_the_region_of_the_call() {
        TrustAnchorDetail created = anchor("prod");

        assertThat(created.trustAnchorArn())
                .isEqualTo("arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/" + created.trustAnchorId());
        assertThat(created.enabled()).isTrue();
        assertThat(created.source().sourceData().x509CertificateData()).isEqualTo(scenario.authority.pem());
        assertThat(created.notificationSettings()).hasSize(2).allSatisfy(setting -> assertThat(setting.threshold())
                .isEqualTo(45));
        assertThat(client.getTrustAnchor(r -> r.trustAnchorId(created.trustAnchorId()))
                        .trustAnchor())
                .isEqualTo(created);
    }

    @Test
    void a_trust_anchor_is_changed_disabled_enabled_and_deleted() {
        String id = anchor("prod").trustAnchorId();

        assertThat(client.updateTrustAnchor(r -> r.trustAnchorId(id).name("next"))
                        .trustAnchor()
                        .name())
                .isEqualTo("next");
        assertThat(client.disableTrustAnchor(r -> r.trustAnchorId(id))
                        .trustAnchor()
                        .enabled())
                .isFalse();
        assertThat(client.enableTrustAnchor(r -> r.trustAnchorId(id))
                        .trustAnchor()
                        .enabled())
                .isTrue();
        client.deleteTrustAnchor(r -> r.trustAnchorId(id));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.getTrustAnchor(r -> r.trustAnchorId(id)))
                .satisfies(refusal ->
                        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo("Trust anchor not found"));
    }

    @Test
    void a_leaf_is_rejected_as_a_trust_anchor() {
        String leaf = TestAuthority.pem(scenario.authority.leaf(scenario.now).certificate());

        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> anchor("leaf", leaf))
                .satisfies(refusal -> assertThat(refusal.awsErrorDetails().errorMessage())
                        .isEqualTo("Incorrect basic constraints for CA certificate"));
    }

    @Test
    void text_without_a_certificate_is_rejected_as_a_trust_anchor() {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> anchor("text", "not a certificate"))
                .withMessageContaining("it must be one or more PEM certificates");
    }

    @Test
    void listings_are_paged() {
        for (int i = 0; i < 5; i++) {
            anchor("anchor-" + i);
        }

        assertThat(client.listTrustAnchors(r -> r.pageSize(2)).trustAnchors()).hasSize(2);
        assertThat(client.listTrustAnchorsPaginator(r -> r.pageSize(2)).trustAnchors())
                .extracting(TrustAnchorDetail::name)
                .containsExactlyInAnyOrder("anchor-0", "anchor-1", "anchor-2", "anchor-3", "anchor-4");
    }

    @Test
    void notification_settings_are_set_and_reset() {
        String id = anchor("prod").trustAnchorId();
        NotificationSetting changed = NotificationSetting.builder()
                .event(NotificationEvent.CA_CERTIFICATE_EXPIRY)
                .enabled(true)
                .threshold(10)
                .build();

        assertThat(client.putNotificationSettings(r -> r.trustAnchorId(id).notificationSettings(changed))
                        .trustAnchor()
                        .notificationSettings())
                .anySatisfy(setting -> {
                    assertThat(setting.threshold()).isEqualTo(10);
                    assertThat(setting.configuredBy()).isEqualTo("111122223333");
                });
        NotificationSettingKey key = NotificationSettingKey.builder()
                .event(NotificationEvent.CA_CERTIFICATE_EXPIRY)
                .build();
        assertThat(client.resetNotificationSettings(r -> r.trustAnchorId(id).notificationSettingKeys(key))
                        .trustAnchor()
                        .notificationSettings())
                .allSatisfy(setting -> assertThat(setting.configuredBy()).isEqualTo("rolesanywhere.amazonaws.com"));
    }

    @Test
    void a_profile_has_aws_s_defaults() {
        ProfileDetail created = profile();

        assertThat(created.durationSeconds()).isEqualTo(3600);
        assertThat(created.acceptRoleSessionName()).isFalse();
        assertThat(created.roleArns()).containsExactly(Scenario.ROLE);
        assertThat(created.attributeMappings()).hasSize(3);
        assertThat(client.listProfiles(r -> {}).profiles()).containsExactly(created);
        assertThat(client.getProfile(r -> r.profileId(created.profileId())).profile())
                .isEqualTo(created);
    }

    @Test
    void a_profile_is_changed_disabled_enabled_and_deleted() {
        String id = profile().profileId();

        ProfileDetail changed = client.updateProfile(r -> r.profileId(id)
                        .durationSeconds(7200)
                        .acceptRoleSessionName(true)
                        .managedPolicyArns("arn:aws:iam::aws:policy/ReadOnlyAccess"))
                .profile();
        assertThat(changed.durationSeconds()).isEqualTo(7200);
        assertThat(changed.acceptRoleSessionName()).isTrue();
        assertThat(changed.roleArns()).containsExactly(Scenario.ROLE);
        assertThat(client.disableProfile(r -> r.profileId(id)).profile().enabled())
                .isFalse();
        assertThat(client.enableProfile(r -> r.profileId(id)).profile().enabled())
                .isTrue();
        client.deleteProfile(r -> r.profileId(id));
        assertThat(client.listProfiles(r -> {}).profiles()).isEmpty();
    }

    @Test
    void a_profile_accepts_only_role_arns() {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> client.createProfile(r -> r.name("p").roleArns("orders-reader")))
                .withMessageContaining("'/roleArns' failed to satisfy constraint");
    }

    @Test
    void a_profile_s_duration_has_limits() {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> client.createProfile(
                        r -> r.name("p").roleArns(Scenario.ROLE).durationSeconds(899)))
                .withMessageContaining("Member must be between 900 and 43200, inclusive");
    }

    @Test
    void attribute_mappings_are_set_and_deleted() {
        String id = profile().profileId();

        assertThat(client.putAttributeMapping(r -> r.profileId(id)
                                .certificateField(CertificateField.X509_SUBJECT)
                                .mappingRules(rule("CN"), rule("OU")))
                        .profile()
                        .attributeMappings())
                .anySatisfy(mapping -> assertThat(mapping.mappingRules()).containsExactly(rule("CN"), rule("OU")));
        assertThat(client.deleteAttributeMapping(r -> r.profileId(id)
                                .certificateField(CertificateField.X509_SUBJECT)
                                .specifiers("CN"))
                        .profile()
                        .attributeMappings())
                .anySatisfy(mapping -> assertThat(mapping.mappingRules()).containsExactly(rule("OU")));
    }

    @Test
    void a_crl_is_imported_replaced_disabled_enabled_and_deleted() {
        TrustAnchorDetail anchor = anchor("prod");
        CrlDetail imported = client.importCrl(r -> r.name("revoked")
                        .trustAnchorArn(anchor.trustAnchorArn())
                        .crlData(crl(BigInteger.ONE))
                        .enabled(true))
                .crl();

        assertThat(imported.crlData()).isNotNull();
        assertThat(imported.enabled()).isTrue();
        String id = imported.crlId();
        SdkBytes next = crl(BigInteger.TWO);
        assertThat(client.updateCrl(r -> r.crlId(id).crlData(next)).crl().crlData())
                .isEqualTo(next);
        assertThat(client.disableCrl(r -> r.crlId(id)).crl().enabled()).isFalse();
        assertThat(client.enableCrl(r -> r.crlId(id)).crl().enabled()).isTrue();
        assertThat(client.listCrls(r -> {}).crls()).hasSize(1);
        client.deleteCrl(r -> r.crlId(id));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.getCrl(r -> r.crlId(id)))
                .withMessageContaining("CRL not found");
    }

    @Test
    void a_crl_with_another_issuer_is_rejected() {
        TrustAnchorDetail anchor = anchor("prod");
        String forged = TestAuthority.root("Test CA", scenario.now).revoking(scenario.now, BigInteger.ONE);

        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> client.importCrl(r -> r.name("forged")
                        .trustAnchorArn(anchor.trustAnchorArn())
                        .crlData(SdkBytes.fromUtf8String(forged))))
                .withMessageContaining("Invalid CRL");
    }

    @Test
    void resources_are_tagged_and_untagged() {
        TrustAnchorDetail anchor = client.createTrustAnchor(r -> r.name("prod")
                        .tags(Tag.builder().key("team").value("shop").build())
                        .source(s -> s.sourceType(TrustAnchorType.CERTIFICATE_BUNDLE)
                                .sourceData(d -> d.x509CertificateData(scenario.authority.pem()))))
                .trustAnchor();
        String arn = anchor.trustAnchorArn();

        client.tagResource(r ->
                r.resourceArn(arn).tags(Tag.builder().key("env").value("prod").build()));
        assertThat(client.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .extracting(Tag::key)
                .containsExactly("env", "team");
        client.untagResource(r -> r.resourceArn(arn).tagKeys("team"));
        assertThat(client.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .extracting(Tag::key)
                .containsExactly("env");
    }

    @Test
    void each_certificate_with_a_session_is_a_subject() {
        assertThat(scenario.call().send().status()).isEqualTo(201);
        try (RolesAnywhereClient there = RolesAnywhereClient.builder()
                .endpointOverride(scenario.emulator.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
                .build()) {
            var subject = there.listSubjects(r -> {}).subjects().getFirst();

            assertThat(subject.x509Subject()).contains("CN=orders@shop");
            assertThat(there.getSubject(r -> r.subjectId(subject.subjectId()))
                            .subject()
                            .subjectArn())
                    .isEqualTo(subject.subjectArn());
        }
    }

    private TrustAnchorDetail anchor(String name) {
        return anchor(name, scenario.authority.pem());
    }

    private TrustAnchorDetail anchor(String name, String pem) {
        return client.createTrustAnchor(
                        r -> r.name(name).enabled(true).source(s -> s.sourceType(TrustAnchorType.CERTIFICATE_BUNDLE)
                                .sourceData(d -> d.x509CertificateData(pem))))
                .trustAnchor();
    }

    private ProfileDetail profile() {
        return client.createProfile(r -> r.name("p").roleArns(Scenario.ROLE).enabled(true))
                .profile();
    }

    private SdkBytes crl(BigInteger serial) {
        return SdkBytes.fromUtf8String(scenario.authority.revoking(scenario.now, serial));
    }

    private static MappingRule rule(String specifier) {
        return MappingRule.builder().specifier(specifier).build();
    }
}
