package dev.rolesanywhere.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An AWSTrustAnchor whose leaves another component issues: its trust bundle is shown, and followed. */
class IssuedElsewhereTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final InMemoryAuthorityStore store = new InMemoryAuthorityStore();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final TestInventory inventory = new TestInventory();
    private final ConfigMap bundle = new ConfigMapBuilder()
            .withNewMetadata()
            .withName("spire-bundle")
            .endMetadata()
            .build();
    private final RotationStage stage =
            new RotationStage(clock, store, anchor, inventory, null, ExternalAuthorities.none());

    @BeforeEach
    void describe() {
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        trusts("configMapRef: {name: spire-bundle}");
    }

    private void trusts(String trustBundle) {
        anchor.setSpec(Serialization.unmarshal("""
            trustDomain: prod-1.example.org
            certificateAuthority:
              external:
                owner: SPIRE
                volume: {name: svid}
                trustBundle: {%s}
            """.formatted(trustBundle), AWSTrustAnchorSpec.class));
    }

    @Test
    void the_bundle_of_the_configmap_is_shown_for_registration_and_no_ca_is_created() {
        String root = root(1);
        write(root);

        stage.reconciled();

        assertThat(anchor.getStatus().caBundle()).isEqualTo(root);
        assertThat(anchor.getStatus().configMap()).isEqualTo("awsta-default-ca");
        assertThat(stage.states()).containsExactly(State.Active);
        assertThat(stage.condition("Ready").holds()).isTrue();
        assertThat(stage.condition("Ready").message())
                .contains("SPIRE issues the certificates of pods")
                .contains("spiffe://prod-1.example.org/ns/<namespace>/sa/<service account>")
                .contains("can use the roles of that ServiceAccount");
        assertThat(stage.condition("CertificateAuthorityReady").reason()).isEqualTo("IssuedElsewhere");
        assertThat(stage.condition("Registered").reason()).isEqualTo("NoARN");
        assertThat(store.read(RotationStage.SECRET)).isEmpty();
    }

    @Test
    void a_rotation_shows_both_certificates_and_then_only_the_new_one() {
        String old = root(1);
        write(old);
        stage.reconciled();
        clock.pass(Duration.ofDays(50));
        String next = root(2);
        write(old + next);
        stage.reconciled();

        assertThat(anchor.getStatus().caBundle()).isEqualTo(next + old);
        assertThat(stage.states()).containsExactly(State.Active, State.Active);

        write(next);
        stage.reconciled();
        assertThat(anchor.getStatus().caBundle()).isEqualTo(next);
        assertThat(anchor.getStatus().expires()).startsWith("2026-06-01");
    }

    @Test
    void an_expired_certificate_is_omitted() {
        String old = root(1);
        clock.pass(Duration.ofDays(99));
        String next = root(2);
        write(old + next);
        clock.pass(Duration.ofDays(2));
        stage.reconciled();

        assertThat(anchor.getStatus().caBundle()).isEqualTo(next);
    }

    @Test
    void when_all_have_ended_the_owner_is_named_and_the_last_bundle_stays_in_the_status() {
        String old = root(1);
        write(old);
        stage.reconciled();
        clock.pass(Duration.ofDays(101));
        stage.reconciled();

        assertThat(stage.condition("Ready").holds()).isFalse();
        assertThat(stage.condition("CertificateAuthorityReady").reason()).isEqualTo("Expired");
        assertThat(stage.condition("CertificateAuthorityReady").message())
                .contains("SPIRE must write the current trust bundle");
        assertThat(anchor.getStatus().caBundle()).isEqualTo(old);
    }

    @Test
    void the_owner_of_a_missing_configmap_or_entry_is_named() {
        stage.reconciled();
        assertThat(stage.condition("CertificateAuthorityReady").reason()).isEqualTo("TrustBundleNotFound");
        assertThat(stage.condition("CertificateAuthorityReady").message())
                .contains("SPIRE must write the ConfigMap with the entry 'bundle.crt'");

        bundle.setData(Map.of("other", "text"));
        inventory.with(bundle);
        stage.reconciled();
        assertThat(stage.condition("CertificateAuthorityReady").message()).contains("has no entry 'bundle.crt'");
    }

    @Test
    void certificates_that_are_not_a_ca_are_omitted_and_a_bundle_without_a_ca_is_invalid() {
        write("no certificate");
        stage.reconciled();
        assertThat(stage.condition("CertificateAuthorityReady").reason()).isEqualTo("TrustBundleInvalid");

        write(root(1) + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        stage.reconciled();
        assertThat(stage.condition("CertificateAuthorityReady").message()).contains("Omitted: certificate 2");
    }

    @Test
    void a_third_certificate_causes_a_warning_about_awss_quota() {
        write(root(1) + root(2) + root(3));
        stage.reconciled();

        assertThat(stage.condition("Ready").holds()).isTrue();
        assertThat(stage.condition("Ready").message()).contains("Warning: AWS accepts 2 certificates");
    }

    @Test
    void a_bundle_may_be_inline_in_the_spec() {
        String root = root(1);
        trusts("pem: \"" + root.replace("\n", "\\n") + "\"");
        stage.reconciled();

        assertThat(anchor.getStatus().caBundle()).isEqualTo(root);
    }

    private void write(String pem) {
        inventory.remove(bundle);
        bundle.setData(Map.of("bundle.crt", pem));
        inventory.with(bundle);
    }

    /** A CA like SPIRE's, valid for a hundred days from now. */
    private String root(int number) {
        X509Certificate root = new SelfSignedAuthorities(clock, new SecureRandom())
                .generate("prod-1.example.org", number, KeySpec.P256, Duration.ofDays(100))
                .certificate();
        return CertificatePem.encode(root);
    }
}
