package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.HeldRole;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import java.util.List;

/** Asks the operator for certificates. Ends with an event, whatever happens. */
record CertificatesCall(IssuerClient issuer, byte[] csr, List<HeldRole> held, Inbox inbox) implements Runnable {
    @Override
    public void run() {
        try {
            inbox.put(new Event.Certificates(issuer.certificates(csr, held), null));
        } catch (IssuingException e) {
            inbox.put(new Event.Certificates(null, e));
        } catch (RuntimeException | Error e) {
            inbox.put(new Event.Certificates(null, IssuingException.fault(e)));
        }
    }
}
