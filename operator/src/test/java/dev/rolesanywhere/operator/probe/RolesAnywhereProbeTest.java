package dev.rolesanywhere.operator.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.WatchedAuthority;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.ownsession.OwnSessions;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.NamedRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AWS's answers to the operator about a CA, here from the emulator. */
class RolesAnywhereProbeTest {
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final TestInventory inventory = new TestInventory();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final CertificateAuthority known = authority();
    private final CertificateAuthority unknown = authority();
    private int asked;
    private Emulator emulator;
    private RolesAnywhereProbe probe;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.local().withClock(clock));
        ObjectNode configuration = new ObjectMapper().createObjectNode();
        configuration
                .putArray("trustAnchors")
                .addObject()
                .put("id", ID)
                .put("region", "eu-west-1")
                .put("certificates", CertificatePem.encode(known.certificate()));
        emulator.define(configuration);
        profile(ROLE);
        trusting("reader");
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(read("""
            trustDomain: prod-1.example.org
            certificateAuthority: {selfSigned: {}}
            aws: {endpoint: '%2$s'}
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/%1$s
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/%1$s
            """.formatted(ID, emulator.endpoint()), AWSTrustAnchorSpec.class));
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName("reader").build());
        role.setSpec(read("""
            roleARN: %s
            allowedNamespaces: {names: [shop]}
            """.formatted(ROLE), AWSRoleSpec.class));
        inventory.with(anchor, role);
        probe = new RolesAnywhereProbe(
                inventory,
                new OwnSessions(
                        TestSettings.direct(), new EgressResolver(inventory, TestSettings.direct()), clock, random));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void a_session_is_trust() {
        assertThat(probe.prove(anchor, known)).isInstanceOf(TrustProof.Trusted.class);
    }

    @Test
    void a_ca_that_is_not_in_the_trust_anchor_is_not_trusted_yet() {
        assertThat(probe.prove(anchor, unknown))
                .isInstanceOfSatisfying(TrustProof.NotYet.class, proof -> assertThat(proof.message())
                        .contains("trust-anchor/" + ID));
    }

    @Test
    void a_refusal_by_the_trust_policy_proves_that_the_certificate_is_trusted() {
        trusting("somebody else");

        assertThat(probe.prove(anchor, known)).isInstanceOf(TrustProof.Trusted.class);
        assertThat(probe.prove(anchor, unknown)).isInstanceOf(TrustProof.NotYet.class);
    }

    @Test
    void trouble_that_is_not_about_the_ca_proves_nothing() {
        profile("arn:aws:iam::111122223333:role/other");

        assertThat(probe.prove(anchor, known))
                .isInstanceOfSatisfying(TrustProof.Unknown.class, proof -> assertThat(proof.message())
                        .contains("RoleNotInProfile"));
    }

    @Test
    void without_a_connection_to_aws_no_trust_is_proven() {
        emulator.close();

        assertThat(probe.prove(anchor, known))
                .isInstanceOfSatisfying(TrustProof.Unknown.class, proof -> assertThat(proof.message())
                        .contains("EndpointUnreachable"));
    }

    @Test
    void without_a_role_there_is_nothing_to_try() {
        RolesAnywhereProbe alone = new RolesAnywhereProbe(
                new TestInventory(),
                new OwnSessions(
                        TestSettings.direct(), new EgressResolver(inventory, TestSettings.direct()), clock, random));

        assertThat(alone.prove(anchor, known)).isInstanceOf(TrustProof.Unknown.class);
    }

    @Test
    void a_ca_is_checked_at_most_every_half_minute() {
        RateLimitedProbe paced = new RateLimitedProbe(
                (it, authority) -> {
                    asked++;
                    return new TrustProof.Trusted();
                },
                clock);
        for (int second = 0; second < 60; second++) {
            paced.prove(anchor, known);
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(asked).isEqualTo(2);

        paced.prove(anchor, known);
        paced.prove(anchor, unknown);
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void an_untrusted_ca_of_private_ca_is_checked_once_an_hour() {
        anchor.setSpec(read("""
            trustDomain: prod-1.example.org
            certificateAuthority: {acmPca: {certificateAuthorityARN: arn}}
            """, AWSTrustAnchorSpec.class));
        Deque<TrustProof> proofs = new ArrayDeque<>(
                List.of(new TrustProof.NotYet("no"), new TrustProof.Trusted(), new TrustProof.Trusted()));
        RateLimitedProbe paced = new RateLimitedProbe((it, authority) -> proofs.remove(), clock);
        paced.prove(anchor, known);
        clock.pass(Duration.ofMinutes(59));
        assertThat(paced.prove(anchor, known)).isInstanceOf(TrustProof.NotYet.class);
        clock.pass(Duration.ofMinutes(1));
        assertThat(paced.prove(anchor, known)).isInstanceOf(TrustProof.Trusted.class);
        clock.pass(Duration.ofMinutes(1));
        paced.prove(anchor, known);
        assertThat(proofs).as("what is trusted is asked again soon, to be sure").isEmpty();
    }

    @Test
    void an_authority_that_signs_the_names_of_requests_is_tried_with_one_request() {
        Set<PublicKey> keys = new HashSet<>();
        CertificateAuthority named = new WatchedAuthority(known, template -> {
            keys.add(template.publicKey());
            if (!NamedRequest.isIn(template)) {
                throw new IssuingFailedException("the request does not name its holder", null);
            }
        });

        assertThat(probe.prove(anchor, named)).isInstanceOf(TrustProof.Trusted.class);
        assertThat(probe.prove(anchor, named)).isInstanceOf(TrustProof.Trusted.class);
        assertThat(keys).hasSize(1);
    }

    @Test
    void an_authority_without_a_test_leaf_reports_its_own_reason() {
        CertificateAuthority refusing = new WatchedAuthority(known, template -> {
            throw new IssuingFailedException("Allow the operator kms:Sign on key/1.", null);
        });

        assertThat(probe.prove(anchor, refusing))
                .isEqualTo(new TrustProof.Unknown(
                        "the CA issued no certificate for the test. Allow the operator kms:Sign on key/1."));
    }

    private void profile(String role) {
        define("profiles: [{id: %s, region: eu-west-1, roleArns: ['%s']}]".formatted(ID, role));
    }

    private void trusting(String unit) {
        define("""
            roles:
            - name: reader
              trustPolicy:
                Version: "2012-10-17"
                Statement:
                - Effect: Allow
                  Principal: {Service: rolesanywhere.amazonaws.com}
                  Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
                  Condition: {StringEquals: {'aws:PrincipalTag/x509Subject/OU': '%s'}}
            """.formatted(unit));
    }

    private void define(String yaml) {
        try {
            emulator.define(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private CertificateAuthority authority() {
        Map<String, byte[]> data = new SelfSignedAuthorities(clock, random)
                .generate("prod-1.example.org", 1, KeySpec.P256, Duration.ofDays(100)).secretData().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().getBytes(UTF_8)));
        return ((LoadedAuthority.Usable) new CertificateAuthorityLoader(clock, random).load(data)).authority();
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
