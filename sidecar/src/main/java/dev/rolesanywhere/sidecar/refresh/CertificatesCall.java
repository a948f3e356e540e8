package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.SessionsHeld;

/** Asks the operator for certificates. Ends with an event, whatever happens. */
record CertificatesCall(IssuerClient issuer, byte[] csr, SessionsHeld sessions, Inbox inbox) implements Runnable {
    @Override
    public void run() {
        try {
            inbox.put(new Event.Certificates(issuer.certificates(csr, sessions), null));
        } catch (IssuingException e) {
            inbox.put(new Event.Certificates(null, e));
        } catch (RuntimeException | Error e) {
            inbox.put(new Event.Certificates(null, IssuingException.fault(e)));
        }
    }
}
