package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.signing.SessionKeys;
import dev.rolesanywhere.client.signing.SessionSigner;
import dev.rolesanywhere.client.signing.SignableRequest;
import dev.rolesanywhere.client.transport.Failures;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;

/**
 * Assumes a further role with the session of a first one. Sends one request; the caller decides about retries by {@link
 * CreateSessionException#retryable()}.
 */
public final class StsClient {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpTransport transport;
    private final Clock clock;

    public StsClient(HttpTransport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * {@code AssumeRole}.
     *
     * @param first the session that signs
     * @throws CreateSessionException if STS refuses the session, with the reason
     * @throws IllegalArgumentException if the endpoint's settings contradict each other
     * @throws GeneralSecurityException if the JDK cannot sign
     */
    public Session assumeRole(AssumeRoleRequest request, Credentials first, EndpointSettings endpoint)
            throws CreateSessionException, GeneralSecurityException {
        URI base = endpoint.resolveSts();
        String path = base.getRawPath() == null || base.getRawPath().isEmpty() ? "/" : base.getRawPath();
        URI uri = URI.create(base.getScheme() + "://" + base.getRawAuthority() + path);
        SignableRequest signable = new SignableRequest(HttpTransport.hostHeader(uri), path, request.form());
        SessionKeys keys = new SessionKeys(first.accessKeyId(), first.secretAccessKey(), first.sessionToken());
        Map<String, String> headers =
                SessionSigner.sign(signable, FORM, keys, "sts", endpoint.region(), clock.instant());
        HttpResponse response;
        try {
            response = transport.post(uri, headers, signable.body());
        } catch (IOException e) {
            throw new CreateSessionException(
                    RefusalClassifier.classify(e), uri.getHost() + ": " + Failures.describe(e), e);
        }
        return AssumeRoleAnswer.read(response, clock.instant());
    }
}
