package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.endpoint.Endpoint;
import dev.rolesanywhere.client.json.JsonException;
import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.session.SessionRequest;
import dev.rolesanywhere.client.signing.SigningIdentity;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answer to {@code POST /v1/certificates}. */
final class IssuingAnswer {
    private IssuingAnswer() {}

    static Issued read(String text, PrivateKey key) throws JsonException, GeneralSecurityException {
        JsonObject answer = JsonObject.parse(text);
        List<IssuedRole> roles = new ArrayList<>();
        for (JsonObject role : answer.objects("roles")) {
            roles.add(role(role, key));
        }
        List<Issued.RefusedRole> refused = new ArrayList<>();
        for (JsonObject role : answer.objects("refused")) {
            refused.add(new Issued.RefusedRole(role.string("role"), role.string("reason"), role.string("message")));
        }
        return new Issued(roles, refused, answer.optionalString("issuerBundle"));
    }

    private static IssuedRole role(JsonObject role, PrivateKey key) throws JsonException, GeneralSecurityException {
        JsonObject aws = role.optionalObject("aws");
        String endpoint = aws == null ? null : aws.optionalString("endpoint");
        String proxy = aws == null ? null : aws.optionalString("proxy");
        String region = role.string("region");
        Long wait = role.optionalInteger("waitSeconds");
        return new IssuedRole(
                role.string("name"),
                profile(role.string("profile")),
                role.flag("default"),
                region,
                Endpoint.of(region, aws != null && aws.flag("fips"), aws != null && aws.flag("dualStack"), endpoint),
                proxy == null ? null : URI.create(proxy),
                aws == null ? null : aws.optionalString("caBundle"),
                new SessionRequest(
                        role.string("trustAnchorARN"),
                        role.string("profileARN"),
                        role.string("roleARN"),
                        role.optionalInteger("sessionDurationSeconds"),
                        role.optionalString("roleSessionName"),
                        Map.of()),
                new SigningIdentity(certificate(role.string("certificate")), key, chain(role.strings("chain"))),
                Instant.parse(role.string("notAfter")),
                wait == null ? 0 : Math.clamp(wait, 0, 3600));
    }

    /** It becomes a file name and a path, so it may have nothing in it that means something there. */
    private static String profile(String profile) throws JsonException {
        for (int i = 0; i < profile.length(); i++) {
            char c = profile.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && (i == 0 || "_.@+-".indexOf(c) < 0)) {
                throw new JsonException("member profile has a character that is not allowed in one");
            }
        }
        return profile;
    }

    private static List<X509Certificate> chain(List<String> encoded) throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (String certificate : encoded) {
            chain.add(certificate(certificate));
        }
        return chain;
    }

    private static X509Certificate certificate(@Nullable String base64) throws GeneralSecurityException {
        byte[] der = Base64.getDecoder().decode(base64);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
