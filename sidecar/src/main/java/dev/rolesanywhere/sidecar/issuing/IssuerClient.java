package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.crds.contract.Issuing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests one pod's certificates from the operator, and reports AWS's answers to it. One call at a time. */
public final class IssuerClient {
    /** Version of this sidecar. */
    public static final String VERSION = "0.1.0";

    private static final List<String> SUPPORTS = List.of(Issuing.SUPPORTS_TARGET_ROLE);

    private final IssuerConnection connection;
    private final PodToken token;

    public IssuerClient(IssuerConnection connection, PodToken token) {
        this.connection = connection;
        this.token = token;
    }

    /** Whether the operator may accept the pod's token at this time. */
    public boolean isReady(Instant now) {
        return token.isFresh(now);
    }

    /** The bundle that the endpoint is checked against. */
    public String bundle() {
        return connection.bundle();
    }

    /**
     * {@code POST /v1/certificates}; adopts the newest issuer bundle from the answer. If the answer has new names, it
     * immediately sends a second request with them. If that fails, it returns the first answer.
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
                .strings("supports", SUPPORTS)
                .strings("held", sessions.held())
                .strings("ending", sessions.ending())
                .toString();
        HttpResponse response = connection.post(Issuing.CERTIFICATES_PATH, token, body);
        if (response.status() != 200) {
            throw IssuingException.of(response);
        }
        try {
            Issued issued = Issued.read(response.body());
            connection.adopt(issued.issuerBundle());
            return issued;
        } catch (MalformedJsonException e) {
            throw new IssuingException(
                    IssuingException.UNREACHABLE, "the issuer's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * {@code POST /v1/outcomes}.
     *
     * @param clients whether any client has sent a request; null if that is unknown
     */
    public void outcomes(List<Outcome> outcomes, @Nullable String clients) throws IssuingException {
        List<JsonWriter> json = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            json.add(outcome.json());
        }
        HttpResponse response = connection.post(
                Issuing.OUTCOMES_PATH,
                token,
                new JsonWriter()
                        .members("outcomes", json)
                        .member("clients", clients)
                        .toString());
        if (response.status() / 100 != 2) {
            throw IssuingException.of(response);
        }
    }
}
