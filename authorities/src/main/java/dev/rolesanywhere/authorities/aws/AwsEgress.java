package dev.rolesanywhere.authorities.aws;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/**
 * The operator's egress settings for AWS.
 *
 * @param proxy {@code http://[user:password@]host[:port]}; null for the proxy of the process environment
 * @param caBundle PEM of further authorities that AWS's endpoint or an intercepting proxy may chain to
 */
public record AwsEgress(@Nullable String proxy, @Nullable String caBundle) {
    public static final AwsEgress DIRECT = new AwsEgress(null, null);

    /** @throws IllegalArgumentException with what to write; never quotes the proxy, which may hold a password */
    public ApacheHttpClient.Builder http() {
        ApacheHttpClient.Builder http = ApacheHttpClient.builder();
        if (proxy != null) {
            http.proxyConfiguration(configuration(proxy));
        }
        if (caBundle != null) {
            TrustManager[] managers = managers(caBundle);
            http.tlsTrustManagersProvider(() -> managers);
        }
        return http;
    }

    private static ProxyConfiguration configuration(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            // The cause would quote the URL.
            throw new IllegalArgumentException("the proxy is not a URL. Write http://<host>:<port>");
        }
        var configuration = ProxyConfiguration.builder()
                .endpoint(URI.create("http://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 80 : uri.getPort())));
        String user = uri.getRawUserInfo();
        if (user != null) {
            String[] parts = user.split(":", 2);
            configuration.username(decoded(parts[0])).password(parts.length < 2 ? "" : decoded(parts[1]));
        }
        return configuration.build();
    }

    private static String decoded(String part) {
        // In user info a plus is literal; only form data uses it for a space.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** With the JDK's authorities and the bundle's. */
    private static TrustManager[] managers(String pem) {
        try {
            List<X509Certificate> trusted = new ArrayList<>(
                    CertificatePem.find(pem.getBytes(StandardCharsets.UTF_8)).certificates());
            if (trusted.isEmpty()) {
                throw new CertificateException("no certificate can be read");
            }
            for (TrustManager manager : managers((KeyStore) null)) {
                if (manager instanceof X509TrustManager jdk) {
                    trusted.addAll(List.of(jdk.getAcceptedIssuers()));
                }
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca-" + i, trusted.get(i));
            }
            return managers(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the caBundle cannot be read. Write PEM certificates, each between BEGIN CERTIFICATE and END CERTIFICATE lines",
                    e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Without the proxy's password. */
    @Override
    public String toString() {
        return "AwsEgress[" + (proxy == null ? "no proxy" : "a proxy") + ", "
                + (caBundle == null ? "the JDK's authorities" : "further authorities") + "]";
    }
}
