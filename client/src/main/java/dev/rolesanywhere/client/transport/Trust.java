package dev.rolesanywhere.client.transport;

import dev.rolesanywhere.client.pem.PemBlock;
import dev.rolesanywhere.client.pem.PemText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that are trusted for TLS servers. */
public final class Trust {
    private final SSLSocketFactory sockets;

    private Trust(X509TrustManager manager) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        this.sockets = context.getSocketFactory();
    }

    /** The JDK's authorities. */
    public static Trust jdk() throws GeneralSecurityException {
        return new Trust(manager(null));
    }

    /**
     * The JDK's authorities and the readable authorities of a PEM bundle, at least one. The JDK's authorities are read only if the
     * bundle's do not match.
     */
    public static Trust jdkAnd(String pem) throws GeneralSecurityException {
        return new Trust(new EitherTrustManager(manager(store(pem))));
    }

    /** Only the authorities of a PEM bundle. */
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
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemText.blocks(pem)) {
                Certificate certificate = certificate(block, factory);
                if (certificate != null) {
                    store.setCertificateEntry("ca-" + store.size(), certificate);
                }
            }
            if (store.size() == 0) {
                throw new CertificateException(
                        "the CA bundle holds no readable certificate. Write PEM: -----BEGIN CERTIFICATE-----");
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Null for an unreadable authority; the other authorities stay trusted. */
    private static @Nullable Certificate certificate(PemBlock block, CertificateFactory factory) {
        if (!block.isCertificate() || !(block.content() instanceof PemBlock.Content.Bytes(byte[] der))) {
            return null;
        }
        try {
            return factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            return null;
        }
    }
}
