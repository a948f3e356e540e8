package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a {@code caBundle} can be used. */
public final class CaBundle {
    /** More are counted; a status is no place for a list of a hundred. */
    private static final int NAMED = 3;

    private CaBundle() {}

    /** What was left out of it and where that stands, to be told where the bundle was written; empty where all of it is used. */
    public static Optional<String> warning(@Nullable String pem) {
        return pem == null ? Optional.empty() : warning("aws.caBundle", pem);
    }

    /** @param where the bundle stands */
    static Optional<String> warning(String where, String pem) {
        CertificatePem.Found found = found(pem);
        return found.leftOut().isEmpty() || found.certificates().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        " Warning: %s holds certificates that cannot be read, and the other %d are used without them: %s."
                                .formatted(where, found.certificates().size(), named(found.leftOut())));
    }

    /** Why nothing of it can be used; empty where something can. */
    static Optional<String> defect(CertificatePem.Found found) {
        if (!found.certificates().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(found.leftOut().isEmpty() ? "it holds no PEM certificate" : named(found.leftOut()));
    }

    static CertificatePem.Found found(String pem) {
        return CertificatePem.find(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static String named(List<String> leftOut) {
        String first = String.join("; ", leftOut.stream().limit(NAMED).toList());
        return leftOut.size() <= NAMED ? first : first + "; and " + (leftOut.size() - NAMED) + " more";
    }
}
