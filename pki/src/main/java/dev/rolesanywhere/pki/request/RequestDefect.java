package dev.rolesanywhere.pki.request;

/** Why a certificate request is refused; names are reasons of the issuing protocol. */
public enum RequestDefect {
    CsrTooLarge,
    CsrMalformed,
    KeyTypeNotAllowed,
    KeyTooWeak,
    /** The request is not signed by the key that it asks a certificate for. */
    ProofOfPossessionFailed
}
