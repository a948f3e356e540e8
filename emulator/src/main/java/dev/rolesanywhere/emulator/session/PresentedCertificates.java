package dev.rolesanywhere.emulator.session;

import dev.rolesanywhere.emulator.certificate.Certificates;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The certificates in the headers of a request. */
record PresentedCertificates(X509Certificate leaf, List<X509Certificate> chain) {
    PresentedCertificates {
        chain = List.copyOf(chain);
    }

    static PresentedCertificates of(Request request) {
        String leaf = request.header("x-amz-x509")
                .orElseThrow(() -> Refusal.denied("Invalid signature", "The header X-Amz-X509 is missing"));
        Optional<String> chain = request.header("x-amz-x509-chain").filter(value -> !value.isBlank());
        try {
            return new PresentedCertificates(
                    Certificates.fromBase64(leaf),
                    chain.isPresent() ? Certificates.chainFromBase64(chain.get()) : List.of());
        } catch (CertificateException e) {
            throw Refusal.denied(
                    "Untrusted certificate. Insufficient certificate",
                    "X-Amz-X509 and X-Amz-X509-Chain must hold base64 DER certificates on one line");
        }
    }
}
