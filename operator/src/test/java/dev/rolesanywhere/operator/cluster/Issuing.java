package dev.rolesanywhere.operator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** A pod's side of the issuing protocol, over TLS that trusts the published bundle and nothing else. */
final class Issuing {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KubernetesClient client;
    private final int port;
    private final String service;
    private final SSLContext tls;

    record Reply(int status, JsonNode body) {}

    /** @param bundle PEM */
    Issuing(KubernetesClient client, int port, String service, String bundle) throws Exception {
        this.client = client;
        this.port = port;
        this.service = service;
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (var certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bundle.getBytes(UTF_8)))) {
            trusted.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), RANDOM);
    }

    /** @param pod that the token is bound to; absent for a token without a pod */
    String token(String namespace, String serviceAccount, @Nullable String pod, String audience) {
        return token(client, namespace, serviceAccount, pod, audience);
    }

    static String token(
            KubernetesClient client, String namespace, String serviceAccount, @Nullable String pod, String audience) {
        TokenRequestBuilder request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience)
                .withExpirationSeconds(600L)
                .endSpec();
        if (pod != null) {
            request.editSpec()
                    .withNewBoundObjectRef()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(pod)
                    .endBoundObjectRef()
                    .endSpec();
        }
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request.build())
                .getStatus()
                .getToken();
    }

    /** Trusts the published bundle and nothing else, by any name. */
    SSLContext tls() {
        return tls;
    }

    Reply certificates(String token) throws Exception {
        KeyPair pair = KeySpec.P256.generate(RANDOM);
        byte[] csr = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=me"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        return post(
                "/v1/certificates", token, "{\"csr\": \"" + Base64.getEncoder().encodeToString(csr) + "\"}");
    }

    /**
     * @param named members of the request's {@code named}: JSON, base64 of DER by role; absent as from a sidecar that knows none
     */
    Reply certificates(String token, byte[] csr, @Nullable String named) throws Exception {
        return post(
                "/v1/certificates",
                token,
                "{\"csr\": \"" + Base64.getEncoder().encodeToString(csr) + "\""
                        + (named == null ? "" : ", \"named\": {" + named + "}") + "}");
    }

    Reply outcome(String token, String role, String reason, String message) throws Exception {
        return post(
                "/v1/outcomes",
                token,
                "{\"outcomes\": [{\"role\": \"%s\", \"reason\": \"%s\", \"message\": \"%s\"}]}"
                        .formatted(role, reason, message));
    }

    private Reply post(String path, String token, String body) throws Exception {
        var connection = (HttpsURLConnection)
                URI.create("https://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setSSLSocketFactory(tls.getSocketFactory());
        connection.setHostnameVerifier(this::isTheService);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(UTF_8));
        int status = connection.getResponseCode();
        try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, new ObjectMapper().readTree(answer));
        }
    }

    /** The certificate is for the Service's name, which nothing resolves here. */
    private boolean isTheService(String host, SSLSession session) {
        try {
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            return certificate.getSubjectAlternativeNames().contains(List.of(2, service));
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return false;
        }
    }
}
