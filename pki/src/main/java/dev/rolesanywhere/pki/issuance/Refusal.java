package dev.rolesanywhere.pki.issuance;

/** Why nothing is issued, to a caller or for a role. Names are reasons of the issuing protocol, of Events and of metrics. */
public enum Refusal {
    TokenNotAuthenticated,
    TokenWrongAudience,
    TokenExpired,
    TokenTooOld,
    TokenNotBoundToPod,
    PodAsksTooOften,
    PodNotFound,
    PodReplaced,
    PodServiceAccountDiffers,
    PodFinished,
    PodDeleted,
    ServiceAccountReplaced,

    RoleNotFound,
    NamespaceExcluded,
    NamespaceNotAllowed,
    TrustAnchorNotFound,
    TrustAnchorNotReady,
    NoRegistrationForRegion,
    IdentityTooLong,
    CertificateAuthorityEnding
}
