package dev.rolesanywhere.pki.authority;

/** Receives the outcome of every leaf request to an external authority, for metrics and conditions. */
public interface IssuingObserver {
    void issued();

    void failed(IssuingFailedException failure);
}
