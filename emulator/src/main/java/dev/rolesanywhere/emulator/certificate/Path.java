package dev.rolesanywhere.emulator.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/** Whether a leaf reaches a trust anchor. */
public sealed interface Path {
    /** The certificates from the leaf up to the last one below the anchor. */
    record Trusted(List<X509Certificate> certificates) implements Path {
        public Trusted {
            certificates = List.copyOf(certificates);
        }
    }

    /** No path, and why. */
    record Untrusted(String reason) implements Path {}
}
