package dev.rolesanywhere.crds.role;

/** Types and reasons of AWSRole's conditions, spelled as the API spells them. Events reuse the reasons. */
public enum RoleCondition {
    Ready,
    AcceptedByAWS,
    SessionDurationHonored;

    public enum Reason {
        // Ready
        Served,
        TrustAnchorNotFound,
        TrustAnchorNotReady,
        NoRegistrationForRegion,
        NameTooLong,
        SpecInvalid,
        EgressNotAllowed,
        // AcceptedByAWS
        Accepted,
        NotTriedYet,
        /** Only pods of one namespace have reported, but the role is bound in several. */
        OneNamespaceReports,
        /** Pods of several namespaces have reported, without a clear majority. */
        NamespacesDisagree,
        RoleTrustPolicyDenies,
        RoleNotInProfile,
        ProfileMissingOrDisabled,
        AnchorMissingOrDisabled,
        UntrustedCertificate,
        InsufficientCertificate,
        CertificateRevoked,
        DurationExceedsRole,
        SessionNameNotAllowed,
        AttributesNotMapped,
        InvalidSignature,
        ClockSkew,
        Throttled,
        ProxyRefused,
        TLSUntrusted,
        EndpointUnreachable,
        /** The egress settings for AWS are invalid, so no request was sent. */
        NotAsked,
        /** Another component has not written the certificate or the key yet. */
        CertificateFilesMissing,
        /** Files of another component hold a certificate or a key that AWS would refuse, or that others may read. */
        CertificateFilesInvalid,
        // refusals of the second step, which assumes spec.targetRole
        TargetNotPermitted,
        TargetTrustPolicyDenies,
        /** STS does not say which side denies. */
        TargetDenied,
        TargetSourceIdentityDenied,
        TargetTagsDenied,
        TargetSettingsRejected,
        FirstSessionRejected,
        STSRegionDisabled,
        STSThrottled,
        RefusedUnknown,
        // SessionDurationHonored
        AsRequested,
        ShortenedByProfile
    }
}
