package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonException;
import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.transport.HttpRequest;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.TransportException;
import dev.rolesanywhere.client.transport.TrustedAuthorities;
import dev.rolesanywhere.client.transport.UrlTransport;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.sidecar.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operator's issuing endpoint. Its certificate must chain to the bundle that the webhook gave, or to the newest that it sent itself. */
public final class Issuer {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Settings settings;
    private final String version;
    private volatile String bundle;

    public Issuer(Settings settings, String version) {
        this.settings = settings;
        this.version = version;
        this.bundle = settings.issuerBundle();
    }

    /** New leaves for all bound roles. */
    public Issued certificates(KeyPair pair) throws IssuingException {
        try {
            String body = new JsonWriter()
                    .beginObject()
                    .member("csr", Base64.getEncoder().encodeToString(SigningRequest.der(pair)))
                    .member("sidecar", version)
                    .endObject()
                    .toString();
            HttpResponse response = post(Issuing.CERTIFICATES_PATH, body);
            if (response.status() != 200) {
                throw refused(response);
            }
            Issued issued = IssuingAnswer.read(response.text(), pair.getPrivate());
            adopt(issued.issuerBundle());
            return issued;
        } catch (TransportException e) {
            throw new IssuingException("IssuerUnreachable", String.valueOf(e.getMessage()), null, e);
        } catch (IOException e) {
            throw new IssuingException(
                    "TokenUnreadable", "the pod's token could not be read: " + e.getMessage(), null, e);
        } catch (JsonException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IssuingException(
                    "IssuerAnswerUnreadable", "the issuer's answer could not be used: " + e.getMessage(), null, e);
        }
    }

    /** Tells the operator what AWS answered. That it cannot be told is no reason to stop. */
    public void report(Outcome outcome) {
        try {
            post(Issuing.OUTCOMES_PATH, outcome.json());
        } catch (IOException | GeneralSecurityException e) {
            // The same is in this container's log, and the next outcome is told again.
        }
    }

    private HttpResponse post(String path, String body) throws IOException, GeneralSecurityException {
        String token = Files.readString(settings.tokenFile()).strip();
        return new UrlTransport(TIMEOUT_MILLIS, TrustedAuthorities.only(bundle), null)
                .send(new HttpRequest(
                        URI.create(settings.issuerUrl() + path),
                        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private void adopt(@Nullable String newest) throws GeneralSecurityException {
        if (newest != null && !newest.equals(bundle)) {
            TrustedAuthorities.only(newest); // throws where it is none
            bundle = newest;
        }
    }

    private static IssuingException refused(HttpResponse response) {
        String after = response.header("retry-after");
        Long retryAfter = after != null && after.matches("[0-9]{1,4}") ? Long.valueOf(after) : null;
        try {
            JsonObject refusal = JsonObject.parse(response.text());
            return new IssuingException(refusal.string("reason"), refusal.string("message"), retryAfter, null);
        } catch (JsonException e) {
            return new IssuingException("IssuerRefused", "HTTP " + response.status(), retryAfter, e);
        }
    }
}
