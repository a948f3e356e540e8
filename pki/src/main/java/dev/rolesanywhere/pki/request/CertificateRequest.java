package dev.rolesanywhere.pki.request;

import java.security.PublicKey;
import java.util.Base64;

/** A PKCS#10 request after verification. */
public sealed interface CertificateRequest {

    /**
     * The caller holds the private key of this key.
     *
     * @param publicKey the only part of the request that is used
     * @param der the request itself, for authorities that need it as proof; its names are not trusted unless they equal the derived names. Empty for a key
     *     that was proven without a request
     */
    @SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
    record Proven(PublicKey publicKey, byte[] der) implements CertificateRequest {
        /** A key that was proven by other means than a request. */
        public static Proven bare(PublicKey publicKey) {
            return new Proven(publicKey, new byte[0]);
        }

        /** Whether there is no PKCS#10 request for an authority. */
        public boolean isBare() {
            return der.length == 0;
        }

        /** {@code CERTIFICATE REQUEST}, the PEM form for issuers (RFC 7468). */
        public String pem() {
            return "-----BEGIN CERTIFICATE REQUEST-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END CERTIFICATE REQUEST-----\n";
        }

        @Override
        public String toString() {
            return "Proven[" + publicKey.getAlgorithm() + "]";
        }
    }

    /**
     * A rejected request.
     *
     * @param message the problem and the correction; it quotes only kinds of keys from the request
     */
    record Refused(RequestDefect defect, String message) implements CertificateRequest {}
}
