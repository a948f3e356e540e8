package dev.rolesanywhere.authorities.certmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CertificateRequests of one trust anchor. Every method calls the API server, and throws {@code UnusableAuthorityException} if it
 * rejects the call or does not answer.
 */
public interface LeafRequests {

    Optional<Filed> find(String name);

    /** Creates the request; an existing one of this name stays unchanged. */
    void file(Order order);

    /** Deleting a missing request succeeds. */
    void withdraw(String name);

    List<Filed> all();

    /**
     * A request to an issuer.
     *
     * @param csr PEM, with the leaf's names in it
     * @param about the SPIFFE ID, for display and for approvers
     */
    record Order(String name, String csr, Duration duration, String about) {}

    /**
     * An observed CertificateRequest.
     *
     * @param certificate PEM, the leaf first; empty until issued
     */
    record Filed(String name, Instant created, List<Condition> conditions, String certificate) {
        /** The time of the last change of its conditions. */
        Instant changed() {
            return conditions.stream()
                    .flatMap(condition -> Stream.ofNullable(condition.since()))
                    .filter(created::isBefore)
                    .max(Comparator.naturalOrder())
                    .orElse(created);
        }
    }

    /**
     * One of {@code status.conditions}.
     *
     * @param since the time of the last transition; absent if unknown
     */
    record Condition(
            String type,
            boolean holds,
            String reason,
            String message,
            @Nullable Instant since) {}
}
