package dev.rolesanywhere.client.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificate authorities a TLS server may chain to. */
public final class Trust {
    private final SSLSocketFactory sockets;

    private Trust(X509TrustManager manager) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        this.sockets = context.getSocketFactory();
    }

    /** What the JDK trusts. */
    public static Trust jdk() throws GeneralSecurityException {
        return new Trust(manager(null));
    }

    /** What the JDK trusts and the authorities of a PEM bundle. The JDK's are read only when the bundle's do not fit. */
    public static Trust jdkAnd(String pem) throws GeneralSecurityException {
        return new Trust(new EitherTrustManager(manager(store(pem))));
    }

    /** The authorities of a PEM bundle and no others. */
    public static Trust only(String pem) throws GeneralSecurityException {
        return new Trust(manager(store(pem)));
    }

    SSLSocketFactory sockets() {
        return sockets;
    }

    static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 trust manager");
    }

    private static KeyStore store(String pem) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            int i = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + i++, (X509Certificate) certificate);
            }
            if (i == 0) {
                throw new CertificateException(
                        "the bundle holds no certificate. Write PEM: -----BEGIN CERTIFICATE-----");
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
