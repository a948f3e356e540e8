package dev.rolesanywhere.client.transport;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Accepts a certificate that the given manager or the JDK accepts; the JDK's 150 authorities are parsed only when needed. */
final class EitherTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager first;
    private volatile @Nullable X509ExtendedTrustManager jdk;

    EitherTrustManager(X509TrustManager first) {
        this.first = (X509ExtendedTrustManager) first;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            first.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            jdk().checkServerTrusted(chain, authType, socket);
        }
    }

    private X509ExtendedTrustManager jdk() throws CertificateException {
        X509ExtendedTrustManager manager = jdk;
        if (manager == null) {
            try {
                manager = (X509ExtendedTrustManager) Trust.manager(null);
                jdk = manager;
            } catch (GeneralSecurityException e) {
                throw new CertificateException(e);
            }
        }
        return manager;
    }

    // The transport is a client with sockets: every other use is rejected.

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only sockets are supported");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the host name cannot be checked without a socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients are trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients are trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients are trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return first.getAcceptedIssuers();
    }
}
