package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.issuing.SessionsHeld;

/** Asks the operator for certificates. */
record CertificatesCall(IssuerClient issuer, Requests requests, SessionsHeld sessions) implements Call {
    @Override
    public Event make() throws IssuingException {
        return new Event.Certificates(issuer.certificates(requests, sessions), null);
    }

    @Override
    public Event failed(Throwable cause) {
        return new Event.Certificates(null, IssuingException.of(cause));
    }
}
