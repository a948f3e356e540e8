package dev.rolesanywhere.crds.binding;

/** Types and reasons of AWSRoleBinding's conditions, spelled as the API spells them. Events reuse the reasons. */
public enum BindingCondition {
    Ready,
    SubjectsFound,
    PodsServed;

    public enum Reason {
        // Ready
        Serving,
        RoleNotFound,
        RoleNotReady,
        TrustAnchorNotReady,
        NamespaceNotAllowed,
        NamespaceExcluded,
        Duplicate,
        ProfileInvalid,
        SpecInvalid,
        /** Also a reason of PodsServed. */
        DryRun,
        // SubjectsFound
        AllFound,
        ServiceAccountNotFound,
        // PodsServed
        AllServed,
        NeverAsked,
        Idle,
        NoPods,
        NotObservedYet,
        PodsStarting,
        QueuedForAWS,
        WrongArchitecture,
        ImagePullFailed,
        ContainerConfigError,
        ContainerCrashes,
        InitTooLong,
        PodNotScheduled,
        ContainerCreatingTooLong,
        PodsWithoutSidecar,
        RefusedByAWS,
        AWSUnreachable,
        AWSNotCalled,
        CertificateRejected,
        IssuerUnreachable,
        NodeAgentUnreachable,
        CredentialsExpired,
        CredentialsShadowed
    }
}
