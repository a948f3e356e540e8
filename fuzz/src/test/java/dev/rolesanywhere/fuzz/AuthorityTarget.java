package dev.rolesanywhere.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** A user's Secret with a CA: loaded or named unfit. A zero byte parts the certificate from the key. */
final class AuthorityTarget {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private AuthorityTarget() {}

    static Target target() {
        SecureRandom random = new SecureRandom();
        CertificateAuthorityLoader loader = new CertificateAuthorityLoader(CLOCK, random);
        Map<String, String> seed = new SelfSignedAuthorities(CLOCK, random)
                .generate("prod.example.org", 1, KeySpec.P256, Duration.ofDays(1))
                .secretData();
        return Target.of(
                "authority-secret",
                input -> feed(loader, new String(input, UTF_8)),
                seed.get("tls.crt") + "\0" + seed.get("tls.key"),
                "\0-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n");
    }

    private static void feed(CertificateAuthorityLoader loader, String input) {
        int zero = input.indexOf('\0');
        String certificate = zero < 0 ? input : input.substring(0, zero);
        String key = input.substring(zero + 1);
        LoadedAuthority loaded =
                loader.load(Map.of("tls.crt", certificate.getBytes(UTF_8), "tls.key", key.getBytes(UTF_8)));
        if (loaded instanceof LoadedAuthority.Unusable unusable) {
            assertThat(unusable.message()).isNotEmpty();
        }
    }
}
