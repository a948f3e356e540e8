package dev.rolesanywhere.e2e.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * ServiceAccount tokens signed with the cluster's own key, because no API server issues expired tokens, and waiting
 * takes ten minutes.
 */
final class ClusterTokens {
    /** Its name differs between versions of K3s. */
    private static final String KEY =
            "cd /var/lib/rancher/k3s/server/tls; cat service.current.key || cat service.key || cat sa.key";

    private ClusterTokens() {}

    /** The token with the same claims, expired a minute ago. */
    static String expired(String token) {
        long now = Instant.now().getEpochSecond();
        return signed(token, now - 700, now - 60);
    }

    /** The token with the same claims and a lifetime of ten minutes. */
    static String signedAgain(String token) {
        long now = Instant.now().getEpochSecond();
        return signed(token, now, now + 600);
    }

    private static String signed(String token, long from, long until) {
        String[] parts = token.split("\\.", -1);
        try {
            var claims = (ObjectNode)
                    new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
            claims.put("iat", from).put("nbf", from).put("exp", until);
            String head = parts[0] + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key());
            signature.update(head.getBytes(StandardCharsets.US_ASCII));
            return head + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey key() throws IOException {
        String pem = Installation.get().cluster().run("sh", "-c", KEY);
        try (var parser = new PEMParser(new StringReader(pem))) {
            var converter = new JcaPEMKeyConverter();
            return switch (parser.readObject()) {
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case PrivateKeyInfo key -> converter.getPrivateKey(key);
                case Object other -> throw new IllegalStateException("no private key: " + other.getClass());
            };
        }
    }
}
