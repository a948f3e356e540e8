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

    /** What the JDK trusts and the authorities of a PEM bundle that can be read, which must be one at least. The JDK's are read only when the bundle's do not fit. */
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
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemText.blocks(pem)) {
                Certificate certificate = certificate(block, factory);
                if (certificate != null) {
                    store.setCertificateEntry("ca-" + store.size(), certificate);
                }
            }
            if (store.size() == 0) {
                throw new CertificateException(
                        "the CA bundle holds no certificate that can be read. Write PEM: -----BEGIN CERTIFICATE-----");
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Null for what cannot be read: one authority less is trusted, and the others are as good as before. */
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
