package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.authority.AuthorityDefect.ChainIncomplete;
import static dev.rolesanywhere.pki.authority.AuthorityDefect.Expired;
import static dev.rolesanywhere.pki.authority.AuthorityDefect.NotACA;
import static dev.rolesanywhere.pki.authority.AuthorityDefect.NotYetValid;
import static dev.rolesanywhere.pki.authority.AuthorityDefect.UnsupportedKey;

import dev.rolesanywhere.pki.authority.LoadedAuthority.Unusable;
import dev.rolesanywhere.pki.certificate.ShownName;
import dev.rolesanywhere.pki.key.KeyType;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * IAM Roles Anywhere's rules for CA certificates (user guide, "Trust model"): version 3, {@code CA:TRUE}, {@code keyCertSign}, no
 * signature below SHA-256, a complete path of at most five certificates, all valid now.
 */
final class AuthorityRules {
    private static final int KEY_CERT_SIGN = 5;
    private static final int MAX_CHAIN = 5;
    private static final int MIN_RSA_BITS = 2048;
    private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");

    private AuthorityRules() {}

    /** The first defect of a path (issuer first, anchor last); empty if the path is usable. */
    static Optional<Unusable> check(List<X509Certificate> path, Instant now) {
        Stream<Optional<Unusable>> alone = path.stream().map(AuthorityRules::checkOne);
        return Stream.concat(
                        Stream.concat(alone, Stream.of(checkLength(path))),
                        Stream.concat(
                                IntStream.range(1, path.size()).mapToObj(i -> checkLink(path.get(i - 1), path.get(i))),
                                Stream.concat(
                                        IntStream.range(0, path.size()).mapToObj(i -> checkDepth(path.get(i), i)),
                                        path.stream().map(certificate -> checkTime(certificate, now)))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Unusable> checkOne(X509Certificate certificate) {
        String name = name(certificate);
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getVersion() != 3) {
            return unusable(
                    NotACA,
                    name + " is an X.509 version " + certificate.getVersion()
                            + " certificate. Create a version 3 CA certificate with" + " CA:TRUE and keyCertSign.");
        }
        if (certificate.getBasicConstraints() < 0) {
            return unusable(
                    NotACA,
                    name + " is " + describe(certificate)
                            + ", not a CA (no basicConstraints CA:TRUE). Store the certificate and key"
                            + " of a CA that can issue leaf certificates.");
        }
        if (usage == null || !usage[KEY_CERT_SIGN]) {
            return unusable(
                    NotACA,
                    name
                            + " is a CA certificate whose keyUsage lacks keyCertSign. Create one with keyUsage keyCertSign (and cRLSign).");
        }
        return checkCryptography(certificate, name);
    }

    /**
     * Called after the check of the order: a root before its intermediate must not be reported as a pathLen problem.
     *
     * @param below number of CA certificates below this one
     */
    private static Optional<Unusable> checkDepth(X509Certificate certificate, int below) {
        String name = name(certificate);
        int pathLength = certificate.getBasicConstraints();
        if (pathLength < below) {
            return unusable(
                    NotACA,
                    name + " allows " + pathLength + " CAs below itself (pathLen) and has " + below
                            + ". Sign with that CA directly, or reissue its certificate with a greater pathLen.");
        }
        return Optional.empty();
    }

    private static Optional<Unusable> checkCryptography(X509Certificate certificate, String name) {
        KeyType type = KeyType.of(certificate.getPublicKey());
        boolean strong =
                switch (type) {
                    case KeyType.Rsa(int bits) -> bits >= MIN_RSA_BITS;
                    case KeyType.EllipticCurve(String curve) -> CURVES.contains(curve);
                    case KeyType.Other _ -> false;
                };
        if (!strong) {
            return unusable(
                    UnsupportedKey,
                    name + " has a key of kind " + type
                            + (type.toString().startsWith("ML-DSA")
                                    ? ", which AWS accepts and this operator does not support yet"
                                    : "")
                            + ". Use EC P-256, P-384 or P-521, or RSA of at least " + MIN_RSA_BITS + " bits.");
        }
        if (!SignatureStrength.isEnough(certificate)) {
            return unusable(
                    UnsupportedKey,
                    name + " is signed with " + certificate.getSigAlgName()
                            + ", which IAM Roles Anywhere rejects. Reissue the certificate with SHA-256 or stronger.");
        }
        return Optional.empty();
    }

    private static Optional<Unusable> checkLength(List<X509Certificate> path) {
        if (path.size() - 1 <= MAX_CHAIN) {
            return Optional.empty();
        }
        return unusable(
                ChainIncomplete,
                "tls.crt holds " + path.size() + " certificates, and IAM Roles Anywhere accepts at most " + MAX_CHAIN
                        + " below the trust anchor. Remove the upper certificates and register an intermediate as the anchor.");
    }

    private static Optional<Unusable> checkLink(X509Certificate below, X509Certificate above) {
        boolean named = below.getIssuerX500Principal().equals(above.getSubjectX500Principal());
        if (named && signedBy(below, above)) {
            return Optional.empty();
        }
        return unusable(
                ChainIncomplete,
                "In tls.crt " + name(below) + " is followed by " + name(above) + ", which did not sign it;"
                        + " its issuer is '" + ShownName.of(below.getIssuerX500Principal())
                        + "'. Put each certificate's issuer directly after it.");
    }

    private static boolean signedBy(X509Certificate below, X509Certificate above) {
        try {
            below.verify(above.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<Unusable> checkTime(X509Certificate certificate, Instant now) {
        // Not a Validity: the certificate's notAfter may be before its notBefore, and then one of the two checks
        // rejects it.
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isBefore(notBefore)) {
            return unusable(
                    NotYetValid,
                    name(certificate) + " is valid only from " + notBefore + ". Wait until then, check"
                            + " this cluster's clock (" + now + "), or store another CA.");
        }
        if (now.isAfter(notAfter)) {
            return unusable(
                    Expired,
                    name(certificate) + " expired at " + notAfter
                            + ". Renew it, or store another CA and register that one with AWS.");
        }
        return Optional.empty();
    }

    private static String describe(X509Certificate certificate) {
        boolean selfIssued = certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        return selfIssued
                ? "a self-signed end-entity certificate"
                : "an end-entity certificate issued by '" + ShownName.of(certificate.getIssuerX500Principal()) + "'";
    }

    private static String name(X509Certificate certificate) {
        return "'" + ShownName.of(certificate.getSubjectX500Principal()) + "'";
    }

    private static Optional<Unusable> unusable(AuthorityDefect defect, String message) {
        return Optional.of(new Unusable(defect, message));
    }
}
