package dev.rolesanywhere.pki.request;

/** Why a certificate request is rejected; names are reasons of the issuing protocol. */
public enum RequestDefect {
    CsrTooLarge,
    CsrMalformed,
    KeyTypeNotAllowed,
    KeyTooWeak,
    /** The request is not signed by its own key. */
    ProofOfPossessionFailed
}
