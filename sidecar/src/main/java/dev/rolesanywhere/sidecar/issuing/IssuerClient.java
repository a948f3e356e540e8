package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.transport.Failures;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.crds.contract.Issuing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the operator for certificates and tells it what AWS answered. Trusts the given bundle only; one call at a time. */
public final class IssuerClient {
    private static final String VERSION = "0.1.0";
    private static final int FORBIDDEN = 403;

    private final URI issuer;
    private final List<InetAddress> addresses;
    private final Path token;
    private volatile String bundle;
    private volatile @Nullable HttpTransport transport;

    /** @param token read at each use: the kubelet renews it */
    public IssuerClient(URI issuer, String bundle, Path token) {
        this(issuer, List.of(), bundle, token);
    }

    /**
     * @param addresses of the issuer, tried before its name
     * @param token read at each use: the kubelet renews it
     */
    public IssuerClient(URI issuer, List<InetAddress> addresses, String bundle, Path token) {
        this.issuer = issuer;
        this.addresses = addresses;
        this.bundle = bundle;
        this.token = token;
    }

    /**
     * {@code POST /v1/certificates}; adopts the newest issuer bundle from the answer. Asks a second time, at once, where the issuer tells
     * new names to ask under; should that fail, the first answer is what there is.
     */
    public Issued certificates(Requests requests, SessionsHeld sessions) throws IssuingException {
        Issued issued = ask(requests, sessions);
        if (!requests.learn(issued)) {
            return issued;
        }
        try {
            return ask(requests, sessions);
        } catch (IssuingException e) {
            return issued;
        }
    }

    private Issued ask(Requests requests, SessionsHeld sessions) throws IssuingException {
        String body = new JsonWriter()
                .member("csr", requests.unnamed())
                .member("named", requests.named())
                .member("sidecar", VERSION)
                .strings("held", sessions.held())
                .strings("ending", sessions.ending())
                .toString();
        HttpResponse response = post(Issuing.CERTIFICATES_PATH, body);
        if (response.status() != 200) {
            throw refusal(response);
        }
        try {
            Issued issued = Issued.read(response.body());
            adopt(issued.issuerBundle());
            return issued;
        } catch (MalformedJsonException e) {
            throw new IssuingException(
                    IssuingException.UNREACHABLE, "the issuer's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@code POST /v1/outcomes}. */
    public void outcomes(List<Outcome> outcomes) throws IssuingException {
        List<JsonWriter> json = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            json.add(outcome.json());
        }
        HttpResponse response = post(
                Issuing.OUTCOMES_PATH,
                new JsonWriter().members("outcomes", json).toString());
        if (response.status() / 100 != 2) {
            throw refusal(response);
        }
    }

    private HttpResponse post(String path, String body) throws IssuingException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Authorization", "Bearer " + readToken());
        try {
            return transport().post(URI.create(base() + path), headers, body);
        } catch (IOException e) {
            throw new IssuingException(IssuingException.UNREACHABLE, issuer + ": " + Failures.describe(e), e);
        } catch (GeneralSecurityException e) {
            throw new IssuingException(IssuingException.UNREACHABLE, "the issuer's CA bundle: " + e.getMessage(), e);
        }
    }

    private String base() {
        String base = issuer.toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    private String readToken() throws IssuingException {
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw new IssuingException(
                    "TokenUnreadable", "the projected token " + token + " cannot be read: the kubelet provides it", e);
        }
    }

    private HttpTransport transport() throws GeneralSecurityException {
        HttpTransport current = transport;
        if (current == null) {
            current = transport(bundle);
            transport = current;
        }
        return current;
    }

    private HttpTransport transport(String trusted) throws GeneralSecurityException {
        return new HttpTransport(Trust.only(trusted), null, Timeouts.DEFAULT, addresses);
    }

    /** The bundle that the endpoint is checked against. */
    public String bundle() {
        return bundle;
    }

    /** A bundle that cannot be read is not adopted: the one before stays. */
    public void adopt(@Nullable String newest) {
        if (newest == null || newest.equals(bundle)) {
            return;
        }
        try {
            transport = transport(newest);
            bundle = newest;
        } catch (GeneralSecurityException e) {
            // Stays with the old one.
        }
    }

    private static IssuingException refusal(HttpResponse response) {
        String reason = "HTTP" + response.status();
        String message = "the issuer answered " + response.status();
        boolean itsOwnWords = false;
        try {
            JsonObject json = JsonReader.readObject(response.body());
            reason = json.requiredString("reason");
            message = json.requiredString("message");
            itsOwnWords = true;
        } catch (MalformedJsonException e) {
            // Not the issuer's own words: a load balancer's, say. The status is all there is.
        }
        return new IssuingException(
                reason, message, response.retryAfter(), itsOwnWords && response.status() == FORBIDDEN);
    }
}
