package dev.rolesanywhere.emulator.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/** The path from a leaf to a trust anchor, or the reason why there is none. */
public sealed interface Path {
    /** The certificates from the leaf up to the last one below the anchor. */
    record Trusted(List<X509Certificate> certificates) implements Path {
        public Trusted {
            certificates = List.copyOf(certificates);
        }
    }

    /** No path, with the reason. */
    record Untrusted(String reason) implements Path {}
}
