package dev.rolesanywhere.pki.issuance;

/** One question about the facts of a request. It looks at nothing else, so the same facts always get the same answer. */
@FunctionalInterface
public interface Policy<F> {
    Decision decide(F facts);
}
