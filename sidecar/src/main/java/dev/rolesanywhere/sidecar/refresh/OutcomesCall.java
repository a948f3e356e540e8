package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.util.List;

/** Reports to the operator what AWS answered. */
record OutcomesCall(IssuerClient issuer, List<Outcome> outcomes) implements Call {
    @Override
    public Event make() throws IssuingException {
        issuer.outcomes(outcomes);
        return new Event.Reported(outcomes, null);
    }

    @Override
    public Event failed(Throwable cause) {
        return new Event.Reported(outcomes, IssuingException.of(cause));
    }
}
