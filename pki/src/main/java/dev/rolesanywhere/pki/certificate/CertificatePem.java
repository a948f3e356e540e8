package dev.rolesanywhere.pki.certificate;

import dev.rolesanywhere.client.pem.PemBlock;
import dev.rolesanywhere.client.pem.PemText;
import dev.rolesanywhere.client.text.UntrustedText;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates as PEM (RFC 7468), in the order given. */
public final class CertificatePem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private CertificatePem() {}

    /** One {@code CERTIFICATE} block for each certificate; every block ends in a newline. */
    public static String encode(List<X509Certificate> certificates) {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(LINES.encodeToString(der(certificate)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString();
    }

    public static String encode(X509Certificate certificate) {
        return encode(List.of(certificate));
    }

    /** The content of a PEM text: certificates, and for each skipped block its position and the reason. */
    public record Found(List<X509Certificate> certificates, List<String> leftOut) {
        public Found {
            certificates = List.copyOf(certificates);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * The certificates in it; blocks of other types and text between blocks are skipped.
     *
     * @throws CertificateException if a block cannot be read; its message never quotes the input
     */
    public static List<X509Certificate> decode(byte[] pem) throws CertificateException {
        Found found = find(pem);
        if (!found.leftOut().isEmpty()) {
            throw new CertificateException(found.leftOut().getFirst());
        }
        return found.certificates();
    }

    /** As {@link #decode}, but keeps the readable certificates, for bundles of independent certificates. */
    public static Found find(byte[] pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        int number = 0;
        for (PemBlock block : PemText.blocks(pem)) {
            if (!block.isCertificate() && !block.mayHoldCertificates()) {
                continue;
            }
            String place = "certificate " + ++number;
            switch (ReadCertificate.of(block)) {
                case ReadCertificate.Good(X509Certificate certificate) -> certificates.add(certificate);
                case ReadCertificate.Bad(String why) -> leftOut.add(place + " (line " + block.line() + ") " + why);
                case ReadCertificate.Garbage() -> leftOut.add(place + " is not readable PEM");
            }
        }
        return new Found(certificates, leftOut);
    }

    /**
     * A CA's path in the order in which it is used, issuer first and anchor last: the order of the text, unless only another order is
     * a path. A certificate that is given twice counts once.
     *
     * @throws CertificateException as {@link #decode}
     */
    public static List<X509Certificate> path(byte[] pem) throws CertificateException {
        return PathOrder.of(decode(pem));
    }

    /** The content of a text without a certificate, and what to do about it; empty if unknown. */
    public static String insteadOfCertificates(byte[] text) {
        List<String> labels = PemText.blocks(text).stream()
                .map(PemBlock::label)
                .distinct()
                .limit(3)
                .toList();
        if (!labels.isEmpty()) {
            return " It holds only: " + UntrustedText.sanitize(String.join(", ", labels)) + ".";
        }
        return text.length > 1 && text[0] == 0x30 && (text[1] & 0x80) != 0
                ? " It is DER: write it as PEM with 'openssl x509 -inform der -in FILE'."
                : "";
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }
}
