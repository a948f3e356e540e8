package dev.rolesanywhere.fuzz;

import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Some certificate to begin with. */
final class SeedCertificate {
    private SeedCertificate() {}

    static String pem() {
        return CertificatePem.encode(new SelfSignedAuthorities(Clock.systemUTC(), new SecureRandom())
                .generate("seed.example.org", 1, KeySpec.P256, Duration.ofDays(1))
                .certificate());
    }
}
