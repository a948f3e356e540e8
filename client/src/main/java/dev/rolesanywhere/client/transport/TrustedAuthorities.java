package dev.rolesanywhere.client.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS that trusts the given certificate authorities. Host names are verified by {@link javax.net.ssl.HttpsURLConnection}. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** Trusts the authorities of the PEM bundle and no others. */
    public static SSLSocketFactory only(String pem) throws GeneralSecurityException {
        return context(add(empty(), pem)).getSocketFactory();
    }

    /** Trusts the JDK's authorities and those of the PEM bundle. */
    public static SSLSocketFactory alsoThe(String pem) throws GeneralSecurityException {
        KeyStore store = add(empty(), pem);
        int number = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate authority : x509.getAcceptedIssuers()) {
                    store.setCertificateEntry("jdk" + number++, authority);
                }
            }
        }
        return context(store).getSocketFactory();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store could not be made", e);
        }
    }

    private static KeyStore add(KeyStore store, String pem) throws GeneralSecurityException {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("given" + number++, certificate);
        }
        if (number == 0) {
            throw new GeneralSecurityException("the CA bundle holds no certificate; it must be PEM");
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(store), null);
        return context;
    }

    private static TrustManager[] managers(@org.jspecify.annotations.Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
