package dev.rolesanywhere.node;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.node.token.VerifyingKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates tokens like the API server, with separate keys. */
public final class TestApiServer {
    public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    public static final String NODE = "worker-1";
    public static final Duration LIFE = Duration.ofSeconds(600);

    private final Map<String, KeyPair> keys = new LinkedHashMap<>();
    private String active = "";

    public TestApiServer() {
        rotate("key-1");
    }

    /** Signs with a new RSA key from now on. */
    public void rotate(String kid) {
        keys.put(kid, rsa());
        active = kid;
    }

    /** Signs with a new key of curve P-256 from now on. */
    public void rotateToCurve(String kid) {
        keys.put(kid, ec());
        active = kid;
    }

    public VerifyingKeys verifyingKeys() {
        Map<String, PublicKey> published = new LinkedHashMap<>();
        keys.forEach((kid, pair) -> published.put(kid, pair.getPublic()));
        return new VerifyingKeys(ISSUER, published);
    }

    /** The answer in the form of the operator's answer. */
    public String published(String issuerBundle) {
        List<JsonWriter> entries = new ArrayList<>();
        keys.forEach((kid, pair) -> entries.add(new JsonWriter()
                .member("kid", kid)
                .member("type", pair.getPublic().getAlgorithm())
                .member(
                        "publicKey",
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()))));
        return new JsonWriter()
                .member("issuerBundle", issuerBundle)
                .member("issuer", ISSUER)
                .members("keys", entries)
                .toString();
    }

    /** The token of a pod of this node for the agent. */
    public String token(String pod, Instant issuedAt) {
        return token(pod, NODE, issuedAt);
    }

    public String token(String pod, String node, Instant issuedAt) {
        return signed(claims(pod, node, NodeAgent.AUDIENCE, issuedAt, LIFE));
    }

    public static JsonWriter claims(String pod, String node, String audience, Instant issuedAt, Duration life) {
        return new JsonWriter()
                .strings("aud", List.of(audience))
                .member("exp", issuedAt.plus(life).getEpochSecond())
                .member("iat", issuedAt.getEpochSecond())
                .member("iss", ISSUER)
                .member(
                        "kubernetes.io",
                        new JsonWriter()
                                .member("namespace", "shop")
                                .member(
                                        "node",
                                        new JsonWriter().member("name", node).member("uid", "uid-of-" + node))
                                .member(
                                        "pod",
                                        new JsonWriter().member("name", pod).member("uid", "uid-of-" + pod))
                                .member(
                                        "serviceaccount",
                                        new JsonWriter()
                                                .member("name", "orders")
                                                .member("uid", "uid-of-orders")))
                .member("sub", "system:serviceaccount:shop:orders");
    }

    public String signed(JsonWriter claims) {
        KeyPair pair = keys.get(active);
        String algorithm = pair.getPublic().getAlgorithm().equals("RSA") ? "RS256" : "ES256";
        return signed(algorithm, active, claims, pair);
    }

    public static String signed(String algorithm, String kid, JsonWriter claims, KeyPair pair) {
        String signed = base64(new JsonWriter()
                        .member("alg", algorithm)
                        .member("kid", kid)
                        .toString()) + "." + base64(claims.toString());
        try {
            Signature signature = Signature.getInstance(
                    pair.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
