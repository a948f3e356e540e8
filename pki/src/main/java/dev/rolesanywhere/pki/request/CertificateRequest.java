package dev.rolesanywhere.pki.request;

import java.security.PublicKey;

/** A PKCS#10 request after its examination. */
public sealed interface CertificateRequest {

    /** The caller holds the private key of this key. Nothing else of the request is kept. */
    record Proven(PublicKey publicKey) implements CertificateRequest {}

    /**
     * Not a request that anything is issued for.
     *
     * @param message what is wrong and what to send instead; it quotes nothing of the request but kinds of keys
     */
    record Refused(RequestDefect defect, String message) implements CertificateRequest {}
}
