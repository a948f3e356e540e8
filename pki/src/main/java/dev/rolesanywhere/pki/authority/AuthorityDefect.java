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
    /** No certificate of a pod can be validated under it: its own extensions forbid the names or the shape of ours. */
    NoLeafValidates,
    NotYetValid,
    Expired,
    /** The Secret is not meant for this use. */
    SecretNotAllowed,
    /** The PKCS#11 module is none of those that the installation lists. */
    ModuleNotAllowed,
    /** There is no such key, token, private CA or issuer. */
    BackendNotFound,
    /** The operator may not do there what it must; the message names the action and the resource. */
    AccessDenied,
    /** It is there and in a state in which nothing is signed: disabled, pending, deleted, not ready. */
    BackendNotActive,
    /** No answer, throttled, or an answer that is none; tried again by itself. */
    BackendUnavailable,
    /** The token did not take the PIN; it is not tried again before its Secret changes. */
    PinRefused,
    /** The issuer does not make leaves as IAM Roles Anywhere needs them, or refused to. */
    LeafRefused
}
