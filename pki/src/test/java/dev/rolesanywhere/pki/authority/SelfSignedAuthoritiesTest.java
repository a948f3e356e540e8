package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.key.KeyType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelfSignedAuthoritiesTest {
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One of each kind of key, because an RSA key takes seconds. */
    private static final Map<KeySpec, SelfSignedAuthority> MADE = new EnumMap<>(KeySpec.class);

    private final SelfSignedAuthorities authorities = new SelfSignedAuthorities(CLOCK, RANDOM);

    @ParameterizedTest
    @EnumSource(KeySpec.class)
    void a_new_authority_signs_itself_and_follows_roles_anywheres_rules(KeySpec key) throws Exception {
        X509Certificate certificate = made(key).certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getKeyUsage())
                .containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(certificate.getNonCriticalExtensionOIDs()).containsExactly("2.5.29.14");
        assertThat(certificate.getSigAlgName()).startsWith("SHA256with");
    }

    @Test
    void the_key_type_is_as_requested() {
        assertThat(KeyType.of(made(KeySpec.P256).certificate().getPublicKey()))
                .isEqualTo(new KeyType.EllipticCurve("P-256"));
        assertThat(KeyType.of(made(KeySpec.RSA3072).certificate().getPublicKey()))
                .isEqualTo(new KeyType.Rsa(3072));
    }

    @Test
    void its_subject_names_trust_domain_and_generation() {
        assertThat(generate("prod.example.org", KeySpec.P256)
                        .certificate()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=roles-anywhere prod.example.org 1,O=prod.example.org");
    }

    @Test
    void a_long_trust_domain_is_only_in_o() {
        assertThat(generate("t".repeat(64), KeySpec.P256)
                        .certificate()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=roles-anywhere 1,O=" + "t".repeat(64));
    }

    @Test
    void a_trust_domain_is_in_the_common_name_as_long_as_that_has_64_characters() {
        assertThat(generate("t".repeat(47), KeySpec.P256)
                        .certificate()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=roles-anywhere " + "t".repeat(47) + " 1,O=" + "t".repeat(47));
        assertThat(generate("t".repeat(48), KeySpec.P256)
                        .certificate()
                        .getSubjectX500Principal()
                        .getName())
                .startsWith("CN=roles-anywhere 1,");
    }

    @Test
    void a_trust_domain_that_fits_no_certificate_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate("t".repeat(65), KeySpec.P256))
                .withMessageContaining("use a shorter one");
    }

    @Test
    void the_certificate_is_valid_for_ten_years_from_five_minutes_ago() {
        X509Certificate certificate = generate("a", KeySpec.P256).certificate();

        assertThat(certificate.getNotBefore()).isEqualTo("2026-03-04T05:01:07Z");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo("2036-03-03T05:06:07Z");
    }

    @Test
    void a_lifetime_that_is_too_short_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> authorities.generate("a", 1, KeySpec.P256, Duration.ofMinutes(59)))
                .withMessageContaining("at least one hour");
        assertThat(authorities
                        .generate("a", 1, KeySpec.P256, Duration.ofHours(1))
                        .certificate()
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void two_of_them_share_neither_serial_nor_key() {
        X509Certificate one = generate("a", KeySpec.P256).certificate();
        X509Certificate two = generate("a", KeySpec.P256).certificate();

        assertThat(one.getSerialNumber()).isPositive().isNotEqualTo(two.getSerialNumber());
        assertThat(one.getPublicKey()).isNotEqualTo(two.getPublicKey());
    }

    @ParameterizedTest
    @EnumSource(KeySpec.class)
    void the_authority_can_be_loaded_from_its_own_secret(KeySpec key) {
        SelfSignedAuthority made = made(key);
        Map<String, byte[]> stored = made.secretData().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getBytes(StandardCharsets.UTF_8)));

        assertThat(new CertificateAuthorityLoader(CLOCK, RANDOM).load(stored))
                .isInstanceOfSatisfying(
                        LoadedAuthority.Usable.class,
                        usable -> assertThat(usable.authority().certificate()).isEqualTo(made.certificate()));
    }

    @Test
    void its_text_shows_no_key() {
        assertThat(generate("a", KeySpec.P256).toString()).isEqualTo("SelfSignedAuthority[CN=roles-anywhere a 1, O=a]");
    }

    private SelfSignedAuthority made(KeySpec key) {
        return MADE.computeIfAbsent(key, kind -> generate("prod.example.org", kind));
    }

    private SelfSignedAuthority generate(String trustDomain, KeySpec key) {
        return authorities.generate(trustDomain, 1, key, SelfSignedAuthorities.DEFAULT_LIFETIME);
    }
}
