package dev.rolesanywhere.pki.authority;

/** The result of loading a user's certificate authority. */
public sealed interface LoadedAuthority {

    /** Usable with IAM Roles Anywhere now. */
    record Usable(CertificateAuthority authority) implements LoadedAuthority {}

    /**
     * Not usable.
     *
     * @param message what is wrong and what to do; shown in the status, so it holds nothing secret
     */
    record Unusable(AuthorityDefect defect, String message) implements LoadedAuthority {}
}
