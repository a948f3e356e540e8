package dev.rolesanywhere.authorities.certmanager;

import dev.rolesanywhere.authorities.certmanager.LeafRequests.Condition;
import dev.rolesanywhere.authorities.certmanager.LeafRequests.Filed;
import dev.rolesanywhere.client.text.UntrustedText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a CertificateRequest, from cert-manager's conditions ({@code Approved}, {@code Denied}, {@code InvalidRequest},
 * {@code Ready} with the reasons {@code Pending}, {@code Failed}, {@code Denied} and {@code Issued}). A denial overrides all other
 * conditions.
 */
sealed interface Progress {
    /** @param certificate PEM */
    record Issued(String certificate) implements Progress {}

    /** @param words the approver's own */
    record Denied(UntrustedText words, Instant at) implements Progress {}

    /** @param words the issuer's own */
    record Failed(UntrustedText words, Instant at) implements Progress {}

    /** The request is not approved yet. */
    record Unapproved() implements Progress {}

    /** Approved, without a condition from the issuer. */
    record Unheard() implements Progress {}

    /** @param words the issuer's own */
    record Waiting(UntrustedText words) implements Progress {}

    static Progress of(Filed request) {
        Optional<Condition> ready = find(request, "Ready");
        boolean readySaysDenied =
                ready.filter(it -> it.reason().equals("Denied")).isPresent();
        Optional<Condition> denied =
                find(request, "Denied").filter(Condition::holds).or(() -> ready.filter(_ -> readySaysDenied));
        if (denied.isPresent()) {
            return new Denied(words(denied.get()), at(request, denied.get()));
        }
        Optional<Condition> failed = find(request, "InvalidRequest")
                .filter(Condition::holds)
                .or(() -> ready.filter(it -> !it.holds() && it.reason().equals("Failed")));
        if (failed.isPresent()) {
            return new Failed(words(failed.get()), at(request, failed.get()));
        }
        boolean approved = find(request, "Approved").filter(Condition::holds).isPresent();
        if (ready.filter(Condition::holds).isPresent() && approved) {
            return request.certificate().isBlank()
                    ? new Waiting(UntrustedText.sanitize("Ready without a certificate"))
                    : new Issued(request.certificate());
        }
        if (!approved) {
            return new Unapproved();
        }
        return ready.<Progress>map(it -> new Waiting(words(it))).orElseGet(Unheard::new);
    }

    private static Optional<Condition> find(Filed request, String type) {
        return request.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private static UntrustedText words(Condition condition) {
        return UntrustedText.sanitize(condition.reason() + ": " + condition.message());
    }

    private static Instant at(Filed request, Condition condition) {
        return Objects.requireNonNullElse(condition.since(), request.created());
    }
}
