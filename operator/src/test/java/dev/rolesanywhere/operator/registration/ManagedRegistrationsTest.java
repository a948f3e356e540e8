package dev.rolesanywhere.operator.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.ProfileDetail;
import software.amazon.awssdk.services.rolesanywhere.model.TrustAnchorDetail;

/** Managed registrations against the emulator, by AWS's SDK. */
class ManagedRegistrationsTest {
    private static final String READER = "arn:aws:iam::111122223333:role/reader";
    private static final String WRITER = "arn:aws:iam::111122223333:role/writer";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final TestInventory inventory = new TestInventory();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final List<Instant> calls = new ArrayList<>();
    private final String first = ca(1);
    private final String second = ca(2);
    private Emulator emulator;
    private RolesAnywhereClient aws;
    private ManagedRegistrations registrations;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.local());
        aws = client();
        registrations = process(Integer.MAX_VALUE);
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        spec("[{account: '111122223333', region: eu-west-1}]");
        role("reader", READER, "6h");
        inventory.with(anchor);
    }

    @AfterEach
    void stop() {
        aws.close();
        emulator.close();
    }

    @Test
    void trust_anchor_and_profile_are_created_with_tags_notices_roles_and_the_longest_session() {
        reconcile(first);

        TrustAnchorDetail made = anchors().getFirst();
        assertThat(made.name()).isEqualTo("prod-1-example-org");
        assertThat(made.enabled()).isTrue();
        assertThat(made.source().sourceData().x509CertificateData()).isEqualTo(first);
        assertThat(made.notificationSettings())
                .anySatisfy(it -> assertThat(it.threshold()).isEqualTo(90));
        assertThat(aws.listTagsForResource(r -> r.resourceArn(made.trustAnchorArn()))
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .contains("rolesanywhere.dev/trust-domain=prod-1.example.org");
        ProfileDetail profile = profiles().getFirst();
        assertThat(profile.roleArns()).containsExactly(READER);
        assertThat(profile.durationSeconds()).isEqualTo(21600);
        assertThat(reason()).isEqualTo("InAWS");
        assertThat(Registrations.of(anchor)).singleElement().satisfies(registration -> {
            assertThat(registration.arn()).isEqualTo(made.trustAnchorArn());
            assertThat(registration.profileARN()).isEqualTo(profile.profileArn());
        });
    }

    @Test
    void a_profile_maps_the_names_that_are_needed_and_no_other() {
        reconcile(first);

        assertThat(profiles().getFirst().attributeMappings())
                .extracting(field -> field.certificateFieldAsString()
                        + field.mappingRules().stream()
                                .map(rule -> rule.specifier())
                                .sorted()
                                .toList())
                .containsExactlyInAnyOrder("x509Subject[CN, O, OU]", "x509SAN[URI]");
    }

    @Test
    void a_drifted_mapping_is_reported_and_corrected_on_request() {
        reconcile(first);
        aws.putAttributeMapping(r -> r.profileId(profiles().getFirst().profileId())
                .certificateField("x509Issuer")
                .mappingRules(rule -> rule.specifier("CN")));
        reconcile(first);

        assertThat(reason()).isEqualTo("Drifted");
    }

    @Test
    void a_rotation_and_a_new_role_are_followed() {
        reconcile(first);
        role("writer", WRITER, "8h");

        reconcile(first + second);

        assertThat(anchors()).singleElement().satisfies(it -> assertThat(
                        it.source().sourceData().x509CertificateData())
                .isEqualTo(first + second));
        assertThat(profiles()).singleElement().satisfies(it -> {
            assertThat(it.roleArns()).containsExactlyInAnyOrder(READER, WRITER);
            assertThat(it.durationSeconds()).isEqualTo(28800);
        });
        reconcile(second);
        assertThat(reason()).isEqualTo("InAWS");
    }

    @ParameterizedTest(name = "killed after call {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void after_a_kill_between_two_calls_the_next_operator_finds_the_created_resources(int afterCall) {
        try {
            process(afterCall).advance(anchor, first);
        } catch (Killed e) {
            assertThat(anchor.getStatus()).isNull();
        }

        reconcile(first);

        assertThat(anchors()).hasSize(1);
        assertThat(profiles()).hasSize(1);
        assertThat(reason()).isEqualTo("InAWS");
    }

    @Test
    void a_kill_during_an_update_is_not_reported_as_drift() {
        reconcile(first);
        role("writer", WRITER, "8h");
        try {
            process(5).advance(anchor, first + second);
        } catch (Killed e) {
            assertThat(profiles().getFirst().roleArns()).containsExactly(READER);
        }

        registrations = process(Integer.MAX_VALUE);
        reconcile(first + second);

        assertThat(profiles().getFirst().roleArns()).containsExactlyInAnyOrder(READER, WRITER);
        assertThat(reason()).isEqualTo("InAWS");
    }

    @Test
    void drift_is_reported_and_stays_until_a_user_requests_its_correction() {
        reconcile(first);
        aws.updateProfile(r -> r.profileId(profiles().getFirst().profileId()).roleArns(READER, WRITER));

        reconcile(first);
        assertThat(reason()).isEqualTo("Drifted");
        assertThat(message()).contains(WRITER).contains(Annotations.REAPPLY);
        assertThat(profiles().getFirst().roleArns()).hasSize(2);

        anchor.getMetadata().setAnnotations(Map.of(Annotations.REAPPLY, "1"));
        reconcile(first);
        assertThat(reason()).isEqualTo("InAWS");
        assertThat(profiles().getFirst().roleArns()).containsExactly(READER);

        aws.updateProfile(r -> r.profileId(profiles().getFirst().profileId()).durationSeconds(900));
        reconcile(first);
        assertThat(reason()).isEqualTo("Drifted");
    }

    @Test
    void disabled_resources_stay_disabled_and_deleted_resources_are_not_recreated_automatically() {
        reconcile(first);
        aws.disableTrustAnchor(r -> r.trustAnchorId(anchors().getFirst().trustAnchorId()));
        reconcile(first);
        assertThat(reason()).isEqualTo("DisabledInAWS");
        assertThat(anchors().getFirst().enabled()).isFalse();

        aws.deleteTrustAnchor(r -> r.trustAnchorId(anchors().getFirst().trustAnchorId()));
        reconcile(first);
        assertThat(reason()).isEqualTo("Drifted");
        assertThat(anchors()).isEmpty();
    }

    @Test
    void a_trust_anchor_with_other_certificates_is_not_overwritten() {
        reconcile(first);
        anchor.setStatus(null);
        registrations = process(Integer.MAX_VALUE);

        reconcile(second);

        assertThat(reason()).isEqualTo("CertificatesForeign");
        assertThat(anchors().getFirst().source().sourceData().x509CertificateData())
                .isEqualTo(first);
    }

    @Test
    void another_owners_trust_anchor_is_not_changed() {
        aws.createTrustAnchor(r -> r.name("prod-1-example-org")
                .source(s -> s.sourceType("CERTIFICATE_BUNDLE").sourceData(d -> d.x509CertificateData(first))));

        reconcile(first);

        assertThat(reason()).isEqualTo("NameTaken");
        assertThat(anchors().getFirst().enabled()).isFalse();
        assertThat(profiles()).isEmpty();
    }

    @Test
    void nothing_is_deleted_without_explicit_approval() {
        reconcile(first);
        spec("[]");
        reconcile(first);
        assertThat(anchors()).hasSize(1);

        spec("[{account: '111122223333', region: eu-west-1, state: Absent}]");
        reconcile(first);

        assertThat(anchors()).isEmpty();
        assertThat(profiles()).isEmpty();
        assertThat(reason()).isEqualTo("Removed");
        assertThat(Registrations.of(anchor)).isEmpty();
    }

    @Test
    void credentials_of_another_account_are_reported() {
        spec("[{account: '444455556666', region: eu-west-1}]");

        reconcile(first);

        assertThat(reason()).isEqualTo("WrongAccount");
        assertThat(Registrations.of(anchor)).isEmpty();
    }

    @Test
    void while_aws_is_unreachable_the_reason_is_reported_and_the_status_stays() {
        reconcile(first);
        List<ManagedRegistrationStatus> known = anchor.getStatus().managedRegistrations();
        emulator.close();

        reconcile(first);

        assertThat(reason()).isEqualTo("AWSRefused");
        assertThat(anchor.getStatus().managedRegistrations()).isEqualTo(known);
    }

    @Test
    void after_refusals_the_operator_waits_five_seconds_then_twice_as_long_and_at_most_a_minute() {
        reconcile(first);
        assertThat(reason()).isEqualTo("InAWS");
        emulator.close();
        reconcile(first);
        assertThat(reason()).isEqualTo("AWSRefused");

        for (int wait : List.of(5, 10, 20, 40, 60, 60)) {
            int before = calls.size();
            assertThat(registrations.pauseAfterRefusal(anchor)).isEqualTo(Duration.ofSeconds(wait));
            clock.pass(Duration.ofSeconds(wait - 1));
            registrations.advance(anchor, first);
            assertThat(calls).hasSize(before);
            clock.pass(Duration.ofSeconds(1));
            registrations.advance(anchor, first);
            assertThat(calls).hasSizeGreaterThan(before);
        }
    }

    @Test
    void calls_are_a_second_apart_and_none_is_unnecessary() {
        reconcile(first);
        int needed = calls.size();
        registrations.advance(anchor, first);

        assertThat(calls).hasSize(needed);
        assertThat(Set.copyOf(calls)).hasSize(needed);
        for (int i = 1; i < calls.size(); i++) {
            assertThat(Duration.between(calls.get(i - 1), calls.get(i))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    private void reconcile(String bundle) {
        clock.pass(Duration.ofMinutes(6));
        ManagedReport report = registrations.advance(anchor, bundle);
        anchor.setStatus(new AWSTrustAnchorStatus(
                1L,
                Conditions.merge(null, report.finding().stream().toList(), 1L, clock.instant()),
                bundle,
                null,
                null,
                null,
                report.statuses(),
                1,
                null));
    }

    private String reason() {
        return Conditions.find(anchor.getStatus().conditions(), "Managed")
                .orElseThrow()
                .reason();
    }

    private String message() {
        return Conditions.find(anchor.getStatus().conditions(), "Managed")
                .orElseThrow()
                .message();
    }

    private List<TrustAnchorDetail> anchors() {
        return aws.listTrustAnchors(r -> {}).trustAnchors();
    }

    private List<ProfileDetail> profiles() {
        return aws.listProfiles(r -> {}).profiles();
    }

    /** An operator process that is killed right after one of its calls has taken effect. */
    private ManagedRegistrations process(int killedAfterCall) {
        CallRateLimit pace = new CallRateLimit(clock, clock::pass);
        int[] left = {killedAfterCall};
        return new ManagedRegistrations(
                inventory,
                (region, access) -> {
                    AccountCalls real = new SdkCalls(client(counted()), pace);
                    return (AccountCalls) Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {AccountCalls.class}, (proxy, method, args) -> {
                                try {
                                    Object answer = method.invoke(real, args);
                                    if (!method.getName().equals("close") && --left[0] == 0) {
                                        throw new Killed();
                                    }
                                    return answer;
                                } catch (InvocationTargetException e) {
                                    throw Objects.requireNonNull(e.getCause());
                                }
                            });
                },
                clock);
    }

    /** An exception that no code handles. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private ExecutionInterceptor counted() {
        return new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                calls.add(clock.instant());
            }
        };
    }

    private RolesAnywhereClient client(ExecutionInterceptor... interceptors) {
        return RolesAnywhereClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
                .overrideConfiguration(c -> c.executionInterceptors(List.of(interceptors)))
                .build();
    }

    private void spec(String managed) {
        anchor.setSpec(read("""
            trustDomain: prod-1.example.org
            certificateAuthority: {selfSigned: {}}
            managedRegistrations: %s
            """.formatted(managed), AWSTrustAnchorSpec.class));
    }

    private void role(String name, String arn, String duration) {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName(name).build());
        role.setSpec(read("""
            roleARN: %s
            sessionDuration: %s
            allowedNamespaces: {names: [shop]}
            """.formatted(arn, duration), AWSRoleSpec.class));
        inventory.with(role);
    }

    private String ca(int generation) {
        return CertificatePem.encode(new SelfSignedAuthorities(clock, new SecureRandom())
                .generate("prod-1.example.org", generation, KeySpec.P256, Duration.ofDays(3650))
                .certificate());
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
