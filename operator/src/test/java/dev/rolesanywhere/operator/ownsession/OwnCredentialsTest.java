package dev.rolesanywhere.operator.ownsession;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.authorities.aws.NoCredentialsException;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import jakarta.inject.Provider;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** The operator as its own customer, against the emulator. */
class OwnCredentialsTest {
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String ROLE = "arn:aws:iam::111122223333:role/operator";
    private static final String SECRET = "awsta-own-ca";
    private static final String REGISTERED = """
        registrations:
        - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/%1$s
          profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/%1$s
        """.formatted(ID);

    // STS's client signs with the time of the machine.
    private final TestClock clock = new TestClock(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
    private final SecureRandom random = new SecureRandom();
    private final TestInventory inventory = new TestInventory();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final AWSRole role = new AWSRole();
    private Secret ca;
    private Emulator emulator;
    private AwsCredentialsProvider credentials;
    private final Deque<Runnable> renewals = new ArrayDeque<>();

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.local().withClock(clock));
        Map<String, String> data = new SelfSignedAuthorities(clock, random)
                .generate("prod-1.example.org", 1, KeySpec.P256, Duration.ofDays(100))
                .secretData();
        ca = new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .endMetadata()
                .withData(data.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(UTF_8)))))
                .build();
        define("""
            trustAnchors: [{id: %1$s, region: eu-west-1, certificates: "%2$s"}]
            profiles: [{id: %1$s, region: eu-west-1, roleArns: ['%3$s']}]
            roles:
            - name: operator
              trustPolicy:
                Version: "2012-10-17"
                Statement:
                - Effect: Allow
                  Principal: {Service: rolesanywhere.amazonaws.com}
                  Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
                  Condition: {StringEquals: {'aws:PrincipalTag/x509Subject/OU': 'own', 'aws:PrincipalTag/x509Subject/CN': 'raw@system'}}
            """.formatted(ID, data.get("tls.crt").replace("\n", "\\n"), ROLE));
        anchor.setMetadata(new ObjectMetaBuilder().withName("own").build());
        role.setMetadata(new ObjectMetaBuilder().withName("own").build());
        anchor("selfSigned", "{}", REGISTERED);
        role("own", "[system]");
        inventory.with(anchor, role, ca);
        credentials = customer("own");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void the_operator_is_its_role_in_the_eyes_of_aws() {
        try (StsClient sts = StsClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .build()) {
            assertThat(sts.getCallerIdentity().arn()).startsWith("arn:aws:sts::111122223333:assumed-role/operator/");
        }
    }

    @Test
    void credentials_are_renewed_after_half_of_their_lifetime() {
        Instant first = expiration();
        clock.pass(Duration.ofMinutes(29));
        assertThat(expiration()).isEqualTo(first);
        assertThat(renewals).isEmpty();
        clock.pass(Duration.ofMinutes(2));
        assertThat(expiration()).as("nobody waits for newer ones").isEqualTo(first);
        assertThat(expiration()).isEqualTo(first);
        assertThat(renewals).hasSize(1);
        renewals.remove().run();
        assertThat(expiration()).isEqualTo(first.plus(Duration.ofMinutes(31)));
    }

    @Test
    void while_aws_is_unreachable_the_old_credentials_are_used_until_a_minute_before_expiration() {
        Instant first = expiration();
        emulator.close();
        clock.pass(Duration.ofMinutes(58));
        assertThat(expiration()).isEqualTo(first);
        renewals.remove().run();
        assertThat(expiration()).isEqualTo(first);
        clock.pass(Duration.ofMinutes(1));

        assertThatThrownBy(credentials::resolveCredentials)
                .isInstanceOf(NoCredentialsException.class)
                .hasMessageStartingWith("AWSRole 'own': EndpointUnreachable. ");
    }

    @Test
    void a_failure_is_retried_after_half_a_minute() {
        inventory.remove(ca);
        assertThatThrownBy(credentials::resolveCredentials)
                .hasMessageContaining("no certificate authority that can sign");
        inventory.with(ca);
        assertThatThrownBy(credentials::resolveCredentials)
                .hasMessageContaining("no certificate authority that can sign");
        clock.pass(OwnCredentials.RETRY);

        assertThat(credentials.resolveCredentials().accessKeyId()).startsWith("ASIA");
    }

    /** The spec says selfSigned again, while the key in AWS still signs. */
    @Test
    void a_ca_that_needs_these_credentials_itself_is_reported_and_not_retried() {
        SigningAuthorities authorities = new SigningAuthorities(inventory, ExternalAuthorities.none(), clock, random);
        OwnCredentials circular = customer("own", () -> {
            credentials.resolveCredentials();
            return authorities;
        });
        credentials = circular;

        assertThatThrownBy(circular::resolveCredentials)
                .hasMessageStartingWith(
                        "The CA that must sign for the operator is in AWS and itself needs these credentials");
    }

    @Test
    void the_reason_of_aws_is_reported() {
        define("profiles: [{id: %s, region: eu-west-1, roleArns: []}]".formatted(ID));

        assertThatThrownBy(credentials::resolveCredentials).hasMessageStartingWith("AWSRole 'own': RoleNotInProfile. ");
    }

    @Test
    void authors_of_the_role_or_its_trust_anchor_cannot_redirect_the_operator() throws IOException {
        try (Emulator attacker = Emulator.start(EmulatorSettings.local().withClock(clock))) {
            String elsewhere = "{endpoint: '%s', proxy: 'http://127.0.0.1:1', caBundle: 'of the attacker'}"
                    .formatted(attacker.endpoint());
            role.setSpec(read("""
                roleARN: %s
                trustAnchorRef: {name: own}
                allowedNamespaces: {names: [system]}
                aws: %s
                """.formatted(ROLE, elsewhere), AWSRoleSpec.class));
            anchor("selfSigned", "{}", REGISTERED + "\naws: " + elsewhere);

            assertThat(credentials.resolveCredentials().accessKeyId()).startsWith("ASIA");
        }
    }

    @Test
    void a_missing_role_is_reported() {
        assertThatThrownBy(customer("gone")::resolveCredentials)
                .hasMessage("AWSRole 'gone' does not exist. Apply it, or correct the chart's operator.awsRole.");
    }

    @Test
    void the_roles_allowed_namespaces_apply_to_the_operator_too() {
        role("own", "[shop]");

        assertThatThrownBy(credentials::resolveCredentials)
                .hasMessage("AWSRole 'own' does not allow the operator's namespace. Add 'system' to its"
                        + " spec.allowedNamespaces.names.");
    }

    @Test
    void a_missing_trust_anchor_is_reported() {
        role("other", "[system]");

        assertThatThrownBy(credentials::resolveCredentials)
                .hasMessage(
                        "AWSRole 'own' refers to AWSTrustAnchor 'other', which does not exist. Apply the AWSTrustAnchor.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        awsKms      | {keyARN: 'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef'}
        acmPca      | {certificateAuthorityARN: 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/0'}
        """)
    void an_authority_that_needs_aws_itself_cannot_sign_for_it(String kind, String authority) {
        anchor(kind, authority, REGISTERED);

        assertThatThrownBy(credentials::resolveCredentials)
                .hasMessageStartingWith("AWSTrustAnchor 'own' cannot sign for the operator itself.")
                .hasMessageEndingWith("an AWSTrustAnchor with selfSigned, secretRef, pkcs11 or certManager.");
    }

    @Test
    void without_a_registration_the_first_step_is_reported() {
        anchor("selfSigned", "{}", "");

        assertThatThrownBy(credentials::resolveCredentials)
                .hasMessageContaining("AWSTrustAnchor 'own' has no registration in account 111122223333")
                .hasMessageContaining("Register its certificate in AWS manually once");
    }

    private Instant expiration() {
        return credentials.resolveCredentials().expirationTime().orElseThrow();
    }

    private OwnCredentials customer(String name) {
        SigningAuthorities authorities = new SigningAuthorities(inventory, ExternalAuthorities.none(), clock, random);
        return customer(name, () -> authorities);
    }

    private OwnCredentials customer(String name, Provider<SigningAuthorities> authorities) {
        TestSettings settings =
                TestSettings.asCustomer(name, emulator.endpoint().toString());
        return new OwnCredentials(
                name,
                settings,
                inventory,
                authorities,
                new OwnSessions(settings, new EgressResolver(inventory, settings), clock, random),
                clock,
                renewals::add);
    }

    private void anchor(String kind, String authority, String registrations) {
        anchor.setSpec(read("""
            trustDomain: prod-1.example.org
            certificateAuthority: {%s: %s}
            %s\
            """.formatted(kind, authority, registrations), AWSTrustAnchorSpec.class));
    }

    private void role(String trustAnchor, String namespaces) {
        role.setSpec(read("""
            roleARN: %s
            trustAnchorRef: {name: %s}
            allowedNamespaces: {names: %s}
            """.formatted(ROLE, trustAnchor, namespaces), AWSRoleSpec.class));
    }

    private void define(String yaml) {
        try {
            emulator.define(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
