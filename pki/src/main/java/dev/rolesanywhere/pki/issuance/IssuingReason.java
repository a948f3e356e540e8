package dev.rolesanywhere.pki.issuance;

import dev.rolesanywhere.pki.request.RequestDefect;

/**
 * Why nothing is issued, to a caller or for a role. Each constant is spelled as the issuing protocol, Events and metrics spell it;
 * docs/architecture.md lists them.
 */
public enum IssuingReason {
    TokenNotAuthenticated(About.TOKEN),
    TokenWrongAudience(About.TOKEN),
    TokenExpired(About.TOKEN),
    TokenTooOld(About.TOKEN),
    TokenNotBoundToPod(About.TOKEN),
    NodeAgentRequired(About.TOKEN),
    NodeAgentNotAccepted(About.TOKEN),
    PodOnAnotherNode(About.TOKEN),

    PodAsksTooOften(About.RATE),
    TooManyNewKeys(About.RATE),
    TooManyRequests(About.RATE),

    PodNotFound(About.POD),
    PodReplaced(About.POD),
    PodServiceAccountDiffers(About.POD),
    PodFinished(About.POD),
    PodDeleted(About.POD),
    ServiceAccountReplaced(About.POD),

    RequestMalformed(About.REQUEST),
    RequestTooLarge(About.REQUEST),
    MethodNotAllowed(About.REQUEST),
    NotFound(About.REQUEST),
    CsrTooLarge(About.REQUEST),
    CsrMalformed(About.REQUEST),
    KeyTypeNotAllowed(About.REQUEST),
    KeyTooWeak(About.REQUEST),
    ProofOfPossessionFailed(About.REQUEST),
    AnnotationUnknown(About.REQUEST),

    Starting(About.REPLICA),
    Standby(About.REPLICA),
    TemporarilyUnavailable(About.REPLICA),

    RoleNotBound(About.ROLE),
    RoleNotFound(About.ROLE),
    NamespaceExcluded(About.ROLE),
    NamespaceNotAllowed(About.ROLE),
    TrustAnchorNotFound(About.ROLE),
    TrustAnchorNotReady(About.ROLE),
    NoRegistrationForRegion(About.ROLE),
    IdentityTooLong(About.ROLE),
    CertificateAuthorityEnding(About.ROLE),
    SpecInvalid(About.ROLE),
    ProfileInvalid(About.ROLE),
    Duplicate(About.ROLE),
    EgressNotAllowed(About.ROLE),
    SidecarTooOld(About.ROLE),
    SubjectMismatch(About.ROLE),
    IssuingFailed(About.ROLE),
    CertificatePending(About.ROLE),
    CertificateDenied(About.ROLE),
    RoleNotChosen(About.ROLE),
    AuthorityNeedsRequest(About.ROLE),

    RequestNeedsSubject(About.TURN),
    QueuedForAWS(About.TURN);

    /** The subject of a reason. */
    public enum About {
        /** The whole request: its token is not valid. */
        TOKEN,
        /** The whole request: the pod sends too many. */
        RATE,
        /** The whole request: this pod may not get certificates. */
        POD,
        /** The whole request: it is malformed. */
        REQUEST,
        /** The whole request: this replica cannot answer it at the moment. */
        REPLICA,
        /** One role of the pod. */
        ROLE,
        /** One role of the pod, without a fault: the pod sends one more request. No Event or condition reports it. */
        TURN
    }

    private final About about;

    IssuingReason(About about) {
        this.about = about;
    }

    public About about() {
        return about;
    }

    public static IssuingReason of(RequestDefect defect) {
        return switch (defect) {
            case CsrTooLarge -> CsrTooLarge;
            case CsrMalformed -> CsrMalformed;
            case KeyTypeNotAllowed -> KeyTypeNotAllowed;
            case KeyTooWeak -> KeyTooWeak;
            case ProofOfPossessionFailed -> ProofOfPossessionFailed;
        };
    }
}
