package dev.rolesanywhere.crds.trustanchor;

/** Types and reasons of AWSTrustAnchor's conditions, spelled as the API spells them. Events reuse the reasons. */
public enum TrustAnchorCondition {
    Ready,
    CertificateAuthorityReady,
    Registered;

    public enum Reason {
        // Ready
        Issuing,
        CertificateAuthorityNotReady,
        // CertificateAuthorityReady
        Generated,
        Loaded,
        AdoptedExistingKey,
        SecretNotFound,
        SecretKeyMissing,
        NotACA,
        Expired,
        NotYetValid,
        KeyMismatch,
        KeyEncrypted,
        UnsupportedKey,
        ChainIncomplete,
        KeyLost,
        BackendNotFound,
        AccessDenied,
        BackendNotActive,
        BackendUnavailable,
        PinRefused,
        LeafRefused,
        // Registered
        Confirmed,
        NoARN,
        NotConfirmedYet,
        UntrustedByAWS,
        AnchorMissingOrDisabled
    }
}
