package dev.rolesanywhere.pki.leaf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.Base32;

/**
 * The identity of a pod: a ServiceAccount of a cluster. It comes from a reviewed token, never from the pod's own statements.
 *
 * @param trustDomain SPIFFE trust domain of the cluster: lowercase letters, digits, {@code . - _}
 * @param namespace DNS label (RFC 1123)
 * @param serviceAccount DNS subdomain (RFC 1123)
 */
public record WorkloadIdentity(String trustDomain, String namespace, String serviceAccount) {
    /** STS takes 64 characters of sourceIdentity and Roles Anywhere writes {@code CN=} before ours. */
    static final int MAX_COMMON_NAME = 61;

    private static final int HASH_BYTES = 20;
    private static final int HASH_CHARACTERS = 32;

    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]+");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

    /**
     * Checks the alphabet; {@link IdentityLimits} checks the lengths.
     *
     * @throws IllegalArgumentException for names that Kubernetes and SPIFFE do not have
     */
    public WorkloadIdentity {
        require(TRUST_DOMAIN, trustDomain, "trust domain");
        require(NAMESPACE, namespace, "namespace");
        require(SERVICE_ACCOUNT, serviceAccount, "service account");
    }

    /** Whether the text has only the characters of a trust domain. */
    public static boolean isTrustDomain(String text) {
        return TRUST_DOMAIN.matcher(text).matches();
    }

    /** {@code spiffe://<trust domain>/ns/<namespace>/sa/<service account>}. */
    public String spiffeId() {
        return "spiffe://" + trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
    }

    /**
     * {@code <service account>@<namespace>}, at most 61 characters. A longer one is cut and ends in {@code +} and 160 bits of its
     * SHA-256 in lowercase base32. Neither {@code @} nor {@code +} occurs in Kubernetes names, so no two identities share one.
     */
    public String commonName() {
        String whole = serviceAccount + "@" + namespace;
        if (whole.length() <= MAX_COMMON_NAME) {
            return whole;
        }
        return whole.substring(0, MAX_COMMON_NAME - 1 - HASH_CHARACTERS) + "+" + hash(whole);
    }

    private static String hash(String whole) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.US_ASCII));
            return Base32.toBase32String(Arrays.copyOf(digest, HASH_BYTES)).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void require(Pattern pattern, String value, String what) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a " + what);
        }
    }
}
