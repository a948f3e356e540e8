package dev.rolesanywhere.emulator.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads certificates from headers and from PEM bundles. */
public final class Certificates {
    private Certificates() {}

    /** One certificate, base64 of its DER. */
    public static X509Certificate fromBase64(String text) throws CertificateException {
        try {
            return (X509Certificate) factory()
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(text.strip())));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("Not base64", e);
        }
    }

    /** Comma-separated certificates, each as {@link #fromBase64}. */
    public static List<X509Certificate> chainFromBase64(String text) throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            chain.add(fromBase64(each));
        }
        return List.copyOf(chain);
    }

    /** All certificates of a PEM bundle, at least one. */
    public static List<X509Certificate> fromPem(String pem) throws CertificateException {
        List<X509Certificate> bundle =
                factory()
                        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (bundle.isEmpty()) {
            throw new CertificateException("No certificate in the PEM text");
        }
        return bundle;
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
