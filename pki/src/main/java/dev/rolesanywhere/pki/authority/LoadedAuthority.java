package dev.rolesanywhere.pki.authority;

/** What came of loading a user's certificate authority. */
public sealed interface LoadedAuthority {

    /** Fit for IAM Roles Anywhere now. */
    record Usable(CertificateAuthority authority) implements LoadedAuthority {}

    /**
     * Not fit.
     *
     * @param message what is wrong and what to do; shown in the status, so it holds nothing secret
     */
    record Unusable(AuthorityDefect defect, String message) implements LoadedAuthority {}
}
