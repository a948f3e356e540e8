package dev.rolesanywhere.pki.request;

import java.security.PublicKey;
import java.util.Base64;

/** A PKCS#10 request after its examination. */
public sealed interface CertificateRequest {

    /**
     * The caller holds the private key of this key.
     *
     * @param publicKey all that is read of the request
     * @param der the request itself: the proof, for authorities that want to see it; its names mean nothing unless they were compared with the derived ones. Empty
     *     where the key was proven without a request
     */
    @SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
    record Proven(PublicKey publicKey, byte[] der) implements CertificateRequest {
        /** A key that was proven by other means than a request. */
        public static Proven bare(PublicKey publicKey) {
            return new Proven(publicKey, new byte[0]);
        }

        /** Whether there is no request that an authority could be shown. */
        public boolean isBare() {
            return der.length == 0;
        }

        /** {@code CERTIFICATE REQUEST}, as issuers want it (RFC 7468). */
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
     * Not a request that anything is issued for.
     *
     * @param message what is wrong and what to send instead; it quotes nothing of the request but kinds of keys
     */
    record Refused(RequestDefect defect, String message) implements CertificateRequest {}
}
