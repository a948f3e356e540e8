package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.signing.RequestSigner;
import dev.rolesanywhere.client.signing.SignableRequest;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.Failures;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;

/**
 * Exchanges a signed request for temporary credentials. Sends one request; the caller decides on retries by {@link
 * CreateSessionException#retryable()}.
 */
public final class RolesAnywhereClient {
    private final HttpTransport transport;
    private final Clock clock;

    public RolesAnywhereClient(HttpTransport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * {@code POST /sessions}.
     *
     * @throws CreateSessionException if AWS refuses the session, with the reason
     * @throws IllegalArgumentException if the endpoint settings contradict each other
     * @throws GeneralSecurityException if the key cannot sign
     */
    public Session createSession(CreateSessionRequest request, SigningIdentity identity, EndpointSettings endpoint)
            throws CreateSessionException, GeneralSecurityException {
        URI base = endpoint.resolve();
        String basePath = base.getRawPath() == null ? "" : base.getRawPath();
        URI uri = URI.create(base.getScheme() + "://" + base.getRawAuthority()
                + (basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath) + "/sessions");
        SignableRequest signable = new SignableRequest(HttpTransport.hostHeader(uri), uri.getRawPath(), request.json());
        Map<String, String> headers = RequestSigner.sign(signable, identity, endpoint.region(), clock.instant());
        HttpResponse response;
        try {
            response = transport.post(uri, headers, signable.body());
        } catch (IOException e) {
            throw new CreateSessionException(
                    RefusalClassifier.classify(e), uri.getHost() + ": " + Failures.describe(e), e);
        }
        return SessionAnswer.read(response, clock.instant());
    }
}
