package dev.rolesanywhere.pki.certificate;

import dev.rolesanywhere.client.pem.PemBlock;
import dev.rolesanywhere.client.text.UntrustedText;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;

/** The result of reading one PEM block as a certificate. */
sealed interface ReadCertificate {
    record Good(X509Certificate certificate) implements ReadCertificate {}

    /** @param why a clause about the certificate; quotes names only from a certificate */
    record Bad(String why) implements ReadCertificate {}

    /** Not shaped like a certificate. It may be a key, so the message says nothing about its content. */
    record Garbage() implements ReadCertificate {}

    static ReadCertificate of(PemBlock block) {
        if (!block.isCertificate()) {
            return new Bad("is a block of '" + UntrustedText.sanitize(block.label())
                    + "', which is not supported. Write each certificate as a block of CERTIFICATE ('openssl pkcs7"
                    + " -print_certs' does it for PKCS7)");
        }
        return switch (block.content()) {
            case PemBlock.Content.Unreadable(String problem) -> new Bad("is not readable PEM: " + problem);
            case PemBlock.Content.Bytes(byte[] der) -> of(der, block.hasTrustSettings());
        };
    }

    private static ReadCertificate of(byte[] der, boolean more) {
        X509CertificateHolder holder;
        try (ASN1InputStream in = new ASN1InputStream(der)) {
            ASN1Primitive first = in.readObject();
            holder = new X509CertificateHolder(Certificate.getInstance(first));
            if (!more && in.read() >= 0) {
                return new Bad(
                        "has extra data after the certificate in its block. Write each certificate as a separate block");
            }
        } catch (IOException | RuntimeException e) {
            // Parsers quote invalid input, and users confuse keys with certificates.
            return new Garbage();
        }
        return of(holder);
    }

    private static ReadCertificate of(X509CertificateHolder holder) {
        try {
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
            // The JDK reports some defects only when the certificate is used.
            certificate.getPublicKey();
            return new Good(certificate);
        } catch (CertificateException | RuntimeException e) {
            return new Bad("('" + ShownName.of(holder.getSubject())
                    + "') is valid PEM, but Java rejects the certificate in it: " + cause(e)
                    + ". Reissue the certificate without this defect");
        }
    }

    /** The innermost cause with a message: the outer ones repeat it. */
    private static UntrustedText cause(Throwable failure) {
        String said = failure.toString();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            said = each.getMessage() == null ? said : each.getMessage();
        }
        return UntrustedText.sanitize(said.replaceAll("^(java\\.[A-Za-z0-9.]+: )+", ""));
    }
}
