package dev.rolesanywhere.pki.authority;

/** Hears of every leaf that an authority outside this process was asked for: for metrics and conditions. */
public interface IssuingObserver {
    void issued();

    void failed(IssuingFailedException failure);
}
