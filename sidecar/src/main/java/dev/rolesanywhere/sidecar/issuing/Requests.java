package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.sidecar.csr.CertificateRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The certificate requests of one key: one without names, and one for each role with names from the issuer. They are
 * cached, so only the first certificate of such a role needs two calls.
 */
public final class Requests {
    /** Names are much shorter. Longer ones are not from our issuer. */
    private static final int MAX_NAMES = 4096;

    private static final int MAX_ROLES = 64;

    private final KeyPair keys;
    private final String unnamed;
    private final Map<String, RefusedRole.Names> namesByRole = new HashMap<>();
    private final Map<String, String> named = new TreeMap<>();

    /** @param keys of an elliptic curve */
    public Requests(KeyPair keys) throws GeneralSecurityException {
        this.keys = keys;
        this.unnamed = Base64.getEncoder().encodeToString(CertificateRequest.der(keys));
    }

    /** Base64 of the DER. */
    String unnamed() {
        return unnamed;
    }

    /** Base64 of the DER, by role. */
    synchronized Map<String, String> named() {
        return Map.copyOf(named);
    }

    /**
     * Stores the names of an answer.
     *
     * @return whether there were new names, so that an immediate second request is useful
     */
    synchronized boolean learn(Issued answer) {
        boolean learnt = false;
        for (RefusedRole role : answer.refused()) {
            RefusedRole.Names names = role.names();
            if (names != null && !names.isSame(namesByRole.get(role.role())) && isReasonable(role.role(), names)) {
                try {
                    named.put(
                            role.role(),
                            Base64.getEncoder()
                                    .encodeToString(
                                            CertificateRequest.der(keys, names.subject(), names.alternativeNames())));
                    namesByRole.put(role.role(), names);
                    learnt = true;
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("the key has signed before", e);
                }
            }
        }
        return learnt;
    }

    private boolean isReasonable(String role, RefusedRole.Names names) {
        return names.subject().length <= MAX_NAMES
                && names.alternativeNames().length <= MAX_NAMES
                && (namesByRole.size() < MAX_ROLES || namesByRole.containsKey(role));
    }
}
