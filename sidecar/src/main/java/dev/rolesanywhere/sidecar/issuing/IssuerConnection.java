package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.transport.Failures;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connection to the operator's issuing endpoint. Trusts one bundle only, which newer ones replace. */
public final class IssuerConnection {
    private final URI issuer;
    private final List<InetAddress> addresses;
    private volatile String bundle;
    private volatile @Nullable HttpTransport transport;

    /** @param bundle PEM of the authorities that the endpoint's certificate may chain to */
    public IssuerConnection(URI issuer, String bundle) {
        this(issuer, List.of(), bundle);
    }

    /**
     * @param addresses of the issuer, tried before its name
     * @param bundle PEM of the authorities that the endpoint's certificate may chain to
     */
    public IssuerConnection(URI issuer, List<InetAddress> addresses, String bundle) {
        this.issuer = issuer;
        this.addresses = List.copyOf(addresses);
        this.bundle = bundle;
    }

    /** The bundle that verifies the endpoint's certificate. */
    public String bundle() {
        return bundle;
    }

    /** An unreadable bundle is not adopted, and the previous one stays. */
    public void adopt(@Nullable String newest) {
        if (newest == null || newest.equals(bundle)) {
            return;
        }
        try {
            transport = transport(newest);
            bundle = newest;
        } catch (GeneralSecurityException e) {
            // The old bundle stays.
        }
    }

    /**
     * Sends JSON.
     *
     * @param token of the pod that sends it
     */
    public HttpResponse post(String path, PodToken token, String body) throws IssuingException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        token.addTo(headers);
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
}
