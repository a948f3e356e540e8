package dev.rolesanywhere.crds.trustanchor;

/** Types and reasons of AWSTrustAnchor's conditions, spelled as the API spells them. Events reuse the reasons. */
public enum TrustAnchorCondition {
    Ready,
    CertificateAuthorityReady,
    Registered,
    /** Whether the CA needs nobody's hand to give way to the next one. */
    Rotation,
    /** Whether every certificate of the CA has more than 90 days left. */
    NotExpiring,
    /** Whether what the operator keeps in AWS is as it should be; only where there is such a thing. */
    Managed;

    public enum Reason {
        // Ready
        Issuing,
        CertificateAuthorityNotReady,
        EgressNotAllowed,
        // CertificateAuthorityReady
        /** Another component issues the certificates; the trust bundle is known. */
        IssuedElsewhere,
        TrustBundleNotFound,
        TrustBundleInvalid,
        Generated,
        Loaded,
        AdoptedExistingKey,
        SecretNotFound,
        SecretNotAllowed,
        SecretKeyMissing,
        AwaitsCertificate,
        NotACA,
        Expired,
        NotYetValid,
        NoLeafValidates,
        KeyMismatch,
        KeyEncrypted,
        UnsupportedKey,
        ChainIncomplete,
        KeyLost,
        UnexpectedKey,
        BackendNotFound,
        ModuleNotAllowed,
        AccessDenied,
        BackendNotActive,
        BackendUnavailable,
        PinRefused,
        LeafRefused,
        // Registered
        Confirmed,
        NoARN,
        NotConfirmedYet,
        /** The operator could not ask AWS itself, and pods of one namespace only report. */
        OneNamespaceReports,
        /** The operator could not ask AWS itself, and pods of several namespaces report different answers. */
        NamespacesDisagree,
        UntrustedByAWS,
        AnchorMissingOrDisabled,
        // Rotation
        Settled,
        Renewed,
        OldRetiring,
        NextAwaitsTrust,
        NextNotProven,
        NextTrusted,
        NextUnfit,
        WaitsForRetirement,
        SourceUnfit,
        // NotExpiring
        NotExpiringSoon,
        ExpiresWithin90Days,
        ExpiresWithin30Days,
        ExpiresWithin7Days,
        // Managed
        InAWS,
        Removed,
        Drifted,
        DisabledInAWS,
        NameTaken,
        CertificatesForeign,
        WrongAccount,
        AWSRefused
    }
}
