package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.authority.LoadedAuthority.Unusable;
import dev.rolesanywhere.pki.certificate.ShownName;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a pod's certificate can be validated under a CA. Two validators (RFC 5280, 6.1), the JDK's and Bouncy Castle's, check a
 * trial leaf under a copy of the CA's path. Repeating the check without single extensions shows which certificate and extension cause
 * a failure.
 */
final class TrialLeaf {
    private TrialLeaf() {}

    /** @param path a checked path with valid signatures; the copy has different signatures */
    static Optional<Unusable> check(List<X509Certificate> path, String trustDomain, Instant now, SecureRandom random) {
        if (!WorkloadIdentity.isTrustDomain(trustDomain)) {
            // Only objects from before the schema have such a trust domain; another check reports it.
            return Optional.empty();
        }
        TrialPath trial = new TrialPath(path, trustDomain, now, random);
        return trial.failure(Set.of()).map(failure -> unusable(path, trial, failure, trustDomain));
    }

    private static Unusable unusable(List<X509Certificate> path, TrialPath trial, String failure, String trustDomain) {
        for (int i = path.size() - 1; i >= 0; i--) {
            Set<TrialPath.Part> others = new HashSet<>(trial.parts());
            Set<TrialPath.Part> own = new HashSet<>(trial.partsOf(i));
            others.removeAll(own);
            Optional<String> alone = trial.failure(others);
            if (alone.isPresent()) {
                return unusable(path.get(i), extensions(trial, others, own), alone.get(), trustDomain);
            }
        }
        return unusable(path.getFirst(), "", failure, trustDomain);
    }

    /** The extensions whose removal lets the leaf validate. */
    private static String extensions(TrialPath trial, Set<TrialPath.Part> others, Set<TrialPath.Part> own) {
        List<String> causes = own.stream()
                .filter(part -> {
                    Set<TrialPath.Part> left = new HashSet<>(others);
                    left.add(part);
                    return trial.failure(left).isEmpty();
                })
                .map(TrialPath.Part::name)
                .sorted()
                .toList();
        return causes.isEmpty() ? "" : " The cause is its extension " + String.join(" and ", causes) + ".";
    }

    private static Unusable unusable(X509Certificate cause, String extensions, String failure, String trustDomain) {
        return new Unusable(
                AuthorityDefect.NoLeafValidates,
                ("The CA certificate '%s' forbids every pod certificate of trust domain '%s', so AWS would refuse all pods.%s %s"
                                + " Reissue the CA certificate without this restriction, or use another CA.")
                        .formatted(
                                ShownName.of(cause.getSubjectX500Principal()),
                                trustDomain,
                                extensions,
                                sentence(failure)));
    }

    private static String sentence(String failure) {
        String text = UntrustedText.sanitize(failure).toString();
        return "The validators say: " + text + (text.endsWith(".") ? "" : ".");
    }
}
