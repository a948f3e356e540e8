package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingObserver;
import dev.rolesanywhere.pki.authority.IssuingPassesException;
import dev.rolesanywhere.pki.authority.IssuingPendingException;
import dev.rolesanywhere.pki.authority.LeafDeniedException;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The outcomes of leaf requests to an external authority. */
final class LeafOutcomes implements IssuingObserver {
    private static final Logger LOG = Logger.getLogger(LeafOutcomes.class);

    private final String trustAnchor;
    private final Counter issued;
    private final Counter failed;
    private volatile @Nullable String refusal;

    LeafOutcomes(String trustAnchor, MeterRegistry metrics) {
        this.trustAnchor = trustAnchor;
        this.issued = counter(metrics, "issued");
        this.failed = counter(metrics, "failed");
    }

    private Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("rolesanywhere.authority.leaves")
                .tag("trust_anchor", trustAnchor)
                .tag("outcome", outcome)
                .description("Certificate requests to authorities whose key is outside the cluster")
                .register(metrics);
    }

    @Override
    public void issued() {
        issued.increment();
        refusal = null;
    }

    @Override
    public void failed(IssuingFailedException failure) {
        if (failure instanceof IssuingPendingException) {
            return;
        }
        failed.increment();
        LOG.warnf("AWSTrustAnchor %s: %s", trustAnchor, failure.getMessage());
        boolean passes = failure instanceof IssuingPassesException
                || failure instanceof LeafDeniedException denied && denied.byApprover()
                || failure.getCause() instanceof UnusableAuthorityException cause
                        && cause.defect() == AuthorityDefect.BackendUnavailable;
        refusal = passes ? refusal : failure.getMessage();
    }

    /**
     * Why the last leaf request failed; empty if it succeeded, or if the failure is temporary or concerns only one
     * workload.
     */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }
}
