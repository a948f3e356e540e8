package dev.rolesanywhere.crds.trustanchor;

/** Types and reasons of AWSTrustAnchor's conditions, spelled as the API spells them. Events reuse the reasons. */
public enum TrustAnchorCondition {
    Ready,
    CertificateAuthorityReady,
    Registered,
    /** Whether the rotation proceeds without manual action. */
    Rotation,
    /** Whether every certificate of the CA has more than 90 days left. */
    NotExpiring,
    /** Whether the managed registrations in AWS are correct; only with managed registrations. */
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
        /** The operator could not check AWS itself, and only pods of one namespace have reported. */
        OneNamespaceReports,
        /** The operator could not check AWS itself, and pods of several namespaces report different answers. */
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
