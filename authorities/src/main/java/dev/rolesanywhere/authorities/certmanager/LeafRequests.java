package dev.rolesanywhere.authorities.certmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CertificateRequests of one trust anchor. Every method asks the API server, and throws {@code UnusableAuthorityException} where
 * it refuses or does not answer.
 */
public interface LeafRequests {

    Optional<Filed> find(String name);

    /** Creates it; one of this name that is there already is left as it is. */
    void file(Order order);

    /** One that is gone already is no failure. */
    void withdraw(String name);

    List<Filed> all();

    /**
     * What is asked of an issuer.
     *
     * @param csr PEM, with the leaf's names in it
     * @param about the SPIFFE ID, for people and for those who approve
     */
    record Order(String name, String csr, Duration duration, String about) {}

    /**
     * A CertificateRequest as it stands.
     *
     * @param certificate PEM, the leaf first; empty before there is one
     */
    record Filed(String name, Instant created, List<Condition> conditions, String certificate) {
        /** When anything was last said of it. */
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
     * @param since when its status changed last; absent where nobody says
     */
    record Condition(
            String type,
            boolean holds,
            String reason,
            String message,
            @Nullable Instant since) {}
}
