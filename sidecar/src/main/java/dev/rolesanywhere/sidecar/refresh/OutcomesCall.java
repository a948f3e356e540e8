package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.util.List;

/** Tells the operator what AWS answered. Ends with an event, whatever happens. */
record OutcomesCall(IssuerClient issuer, List<Outcome> outcomes, Inbox inbox) implements Runnable {
    @Override
    public void run() {
        try {
            issuer.outcomes(outcomes);
            inbox.put(new Event.Reported(outcomes, null));
        } catch (IssuingException e) {
            inbox.put(new Event.Reported(outcomes, e));
        } catch (RuntimeException | Error e) {
            inbox.put(new Event.Reported(outcomes, IssuingException.fault(e)));
        }
    }
}
