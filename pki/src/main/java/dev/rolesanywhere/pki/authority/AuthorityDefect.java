package dev.rolesanywhere.pki.authority;

/** Why a certificate authority cannot be used; names are the reasons of the condition {@code CertificateAuthorityReady}. */
public enum AuthorityDefect {
    /** The Secret has no {@code tls.crt} or no {@code tls.key}. */
    SecretKeyMissing,
    /** Not a certificate, a leaf certificate, or a CA that is not allowed to sign the certificates below it. */
    NotACA,
    /** A key or a signature that IAM Roles Anywhere does not accept, or that cannot be read. */
    UnsupportedKey,
    /** The key is encrypted with a passphrase. */
    KeyEncrypted,
    /** The key does not belong to the first certificate. */
    KeyMismatch,
    /** The certificates do not form one path from the issuer upwards. */
    ChainIncomplete,
    /** No pod certificate can be validated under this CA: the CA's extensions forbid the names or the form of our leaf certificates. */
    NoLeafValidates,
    NotYetValid,
    Expired,
    /** The Secret is not meant for this use. */
    SecretNotAllowed,
    /** The installation does not list this PKCS#11 module. */
    ModuleNotAllowed,
    /** The key, token, private CA or issuer does not exist. */
    BackendNotFound,
    /** The operator lacks a permission; the message names the action and the resource. */
    AccessDenied,
    /** The CA exists but cannot sign in its state: disabled, pending, deleted, not ready. */
    BackendNotActive,
    /** No answer, throttled, or an invalid answer; the operator retries. */
    BackendUnavailable,
    /** The token rejected the PIN. The operator retries only after the Secret changes. */
    PinRefused,
    /** The issuer refused, or its leaf certificates do not meet the rules of IAM Roles Anywhere. */
    LeafRefused
}
