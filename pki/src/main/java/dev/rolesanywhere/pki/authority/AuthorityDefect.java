package dev.rolesanywhere.pki.authority;

/** Why a certificate authority cannot be used; names are the reasons of the condition {@code CertificateAuthorityReady}. */
public enum AuthorityDefect {
    /** The Secret has no {@code tls.crt} or no {@code tls.key}. */
    SecretKeyMissing,
    /** Not a certificate at all, a leaf, or a CA that may not sign what is below it. */
    NotACA,
    /** A key or a signature that IAM Roles Anywhere does not take, or that cannot be read. */
    UnsupportedKey,
    /** The key is behind a passphrase. */
    KeyEncrypted,
    /** The key is not the one of the first certificate. */
    KeyMismatch,
    /** The certificates do not form one path from the issuer upwards. */
    ChainIncomplete,
    NotYetValid,
    Expired
}
