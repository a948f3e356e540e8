package dev.rolesanywhere.e2e.scenario;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NodePorts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The active operator's issuing endpoint as an attacker inside the cluster would call it. */
public final class IssuingEndpoint {
    public record Answer(int status, JsonNode body) {
        public String reason() {
            return body.path("reason").asText();
        }
    }

    /** If an endpoint accepts a request and never answers, the test fails instead of hanging. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final KubernetesClient client;
    private final String address;
    private final SSLContext tls;

    public IssuingEndpoint() throws GeneralSecurityException, IOException {
        this(Installation.get());
    }

    public IssuingEndpoint(Installation installation) throws GeneralSecurityException, IOException {
        client = installation.client();
        Service issuer = client.services()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.NAME + "-issuer")
                .require();
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("issuer-from-outside")
                        .withNamespace(Installation.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withType("NodePort")
                        .withSelector(issuer.getSpec().getSelector())
                        .addNewPort()
                        .withPort(443)
                        .withTargetPort(issuer.getSpec().getPorts().getFirst().getTargetPort())
                        .withNodePort(NodePorts.ISSUER)
                        .endPort()
                        .endSpec()
                        .build())
                // Not createOr: a second creation is rejected for its port, not because the object exists.
                .forceConflicts()
                .serverSideApply();
        address = "https://" + installation.cluster().address(NodePorts.ISSUER);
        String bundle = client.configMaps()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.NAME + "-issuer-bundle")
                .require()
                .getData()
                .get("ca.crt");
        tls = trusting(bundle);
        await("the node's port reaches the operator")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> postBody(null, "{}").status() == 401);
    }

    /** A token from the API server, bound to the pod if one is given. */
    public String token(String namespace, String serviceAccount, String audience, @Nullable Pod pod) {
        return token(client, namespace, serviceAccount, audience, pod);
    }

    /** The same with this client's rights. */
    public static String token(
            KubernetesClient client, String namespace, String serviceAccount, String audience, @Nullable Pod pod) {
        var request =
                new TokenRequestBuilder().withNewSpec().withAudiences(audience).withExpirationSeconds(600L);
        if (pod != null) {
            request.withNewBoundObjectRef()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(pod.getMetadata().getName())
                    .withUid(pod.getMetadata().getUid())
                    .endBoundObjectRef();
        }
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request.endSpec().build())
                .getStatus()
                .getToken();
    }

    public Answer post(@Nullable String token, byte[] csr) throws IOException {
        return postBody(token, "{\"csr\":\"" + Base64.getEncoder().encodeToString(csr) + "\",\"sidecar\":\"e2e\"}");
    }

    public Answer postBody(@Nullable String token, String body) throws IOException {
        return postBody(token, Issuing.CERTIFICATES_PATH, body);
    }

    public Answer postBody(@Nullable String token, String path, String body) throws IOException {
        var connection = (HttpsURLConnection) URI.create(address + path).toURL().openConnection();
        connection.setSSLSocketFactory(tls.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true); // through the node: the name is not the Service's
        connection.setRequestMethod("POST");
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        int status = connection.getResponseCode();
        try (InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            return new Answer(
                    status,
                    new ObjectMapper().readTree(answer.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : answer));
        }
    }

    private static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (var certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
