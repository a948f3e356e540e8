package dev.rolesanywhere.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.certificate.CertificateRules;
import dev.rolesanywhere.emulator.certificate.Certificates;
import dev.rolesanywhere.emulator.certificate.Path;
import dev.rolesanywhere.emulator.certificate.PathValidation;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.IdentityLimits;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Every issued certificate is valid by the emulator's rules for IAM Roles Anywhere, which share no code with the
 * issuer. The certificates are sent as to AWS, base64 in a header.
 */
class IssuedCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Created once: a leaf does not depend on its key. */
    private static final Map<KeySpec, KeyPair> KEYS =
            Map.of(KeySpec.P256, KeySpec.P256.generate(RANDOM), KeySpec.RSA3072, KeySpec.RSA3072.generate(RANDOM));

    private static final Map<KeySpec, CertificateAuthority> AUTHORITIES = authorities();

    @Property(tries = 500)
    void every_leaf_validates_from_its_first_to_its_last_second(
            @ForAll KeySpec authorityKey,
            @ForAll KeySpec leafKey,
            @ForAll("namespaces") String namespace,
            @ForAll("names") String serviceAccount,
            @ForAll("names") String role,
            @ForAll @IntRange(min = 0, max = 99 * 24 * 60) int minutesLater,
            @ForAll @IntRange(min = 10, max = 24 * 60) int lifetimeMinutes)
            throws Exception {
        CertificateAuthority authority = AUTHORITIES.get(authorityKey);
        WorkloadIdentity identity = new WorkloadIdentity("prod.example.org", namespace, serviceAccount);
        Assume.that(IdentityLimits.violation(identity, role).isEmpty());
        Instant now = NOW.plus(Duration.ofMinutes(minutesLater));
        Assume.that(LeafLifetime.possible(authority.validity(), now));
        X509Certificate issued = authority.issue(new LeafTemplate(
                identity,
                role,
                new CertificateRequest.Proven(KEYS.get(leafKey).getPublic(), new byte[0]),
                LeafLifetime.choose(authority.validity(), Duration.ofMinutes(lifetimeMinutes), now)));

        X509Certificate leaf = overTheWire(issued);
        X509Certificate anchor = overTheWire(authority.trustAnchorCertificate());
        assertThat(CertificateRules.authorityProblem(anchor)).isEmpty();
        assertThat(CertificateRules.endEntityProblem(leaf)).isEmpty();
        for (Instant at :
                List.of(leaf.getNotBefore().toInstant(), now, leaf.getNotAfter().toInstant())) {
            assertThat(PathValidation.validate(leaf, List.of(), List.of(anchor), at))
                    .isInstanceOf(Path.Trusted.class);
        }
        assertThat(PathValidation.validate(
                        leaf,
                        List.of(),
                        List.of(anchor),
                        leaf.getNotAfter().toInstant().plusSeconds(1)))
                .isInstanceOf(Path.Untrusted.class);
    }

    @Provide
    Arbitrary<String> namespaces() {
        return Arbitraries.strings().withChars("ab1-").ofMaxLength(61).map(middle -> "n" + middle + "s");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab1-.").ofMaxLength(120).map(middle -> "s" + middle + "a");
    }

    private static X509Certificate overTheWire(X509Certificate certificate) throws CertificateException {
        return Certificates.fromBase64(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    }

    private static Map<KeySpec, CertificateAuthority> authorities() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Map<KeySpec, CertificateAuthority> authorities = new EnumMap<>(KeySpec.class);
        for (KeySpec key : KeySpec.values()) {
            Map<String, byte[]> secret = new SelfSignedAuthorities(clock, RANDOM)
                    .generate("prod.example.org", 1, key, Duration.ofDays(100)).secretData().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().getBytes(StandardCharsets.UTF_8)));
            LoadedAuthority loaded = new CertificateAuthorityLoader(clock, RANDOM).load(secret);
            authorities.put(key, ((LoadedAuthority.Usable) loaded).authority());
        }
        return authorities;
    }
}
