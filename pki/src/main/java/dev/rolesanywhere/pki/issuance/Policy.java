package dev.rolesanywhere.pki.issuance;

/** One check of the facts of a request. A pure function: the same facts always give the same result. */
@FunctionalInterface
public interface Policy<F> {
    Decision decide(F facts);
}
