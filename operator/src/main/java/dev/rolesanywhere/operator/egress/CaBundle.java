package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The usable part of a {@code caBundle}. */
public final class CaBundle {
    /** Further ones are only counted, to keep the status short. */
    private static final int NAMED = 3;

    private CaBundle() {}

    /** The skipped blocks with their positions, for the owner of the bundle; empty if all are used. */
    public static Optional<String> warning(@Nullable String pem) {
        return pem == null ? Optional.empty() : warning("aws.caBundle", pem);
    }

    /** @param the location of the bundle */
    static Optional<String> warning(String where, String pem) {
        CertificatePem.Found found = found(pem);
        return found.leftOut().isEmpty() || found.certificates().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        " Warning: %s contains unreadable certificates, which are skipped: %s. The other %d are used."
                                .formatted(
                                        where,
                                        named(found.leftOut()),
                                        found.certificates().size()));
    }

    /** Why the whole bundle is unusable; empty if a part is usable. */
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
