package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.leaf.LeafCheck;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Common rules for external authorities: only a leaf that is exactly as requested is returned, and only a few requests wait for a slow
 * backend.
 */
public final class CheckedAuthority implements CertificateAuthority {
    /** How many requests wait for one backend at a time; pods whose request exceeds the limit retry. */
    public static final int MAX_WAITING = 32;

    private final CertificateAuthority authority;
    private final IssuingObserver observer;
    private final Semaphore places;

    public CheckedAuthority(CertificateAuthority authority, IssuingObserver observer) {
        this(authority, observer, new Semaphore(MAX_WAITING));
    }

    private CheckedAuthority(CertificateAuthority authority, IssuingObserver observer, Semaphore places) {
        this.authority = authority;
        this.observer = observer;
        this.places = places;
    }

    /** The same CA over another connection; waiting requests still count toward the limit. */
    public CheckedAuthority reachedBy(CertificateAuthority other) {
        return new CheckedAuthority(other, observer, places);
    }

    @Override
    public List<X509Certificate> path() {
        return authority.path();
    }

    @Override
    public boolean wantsNamedRequest() {
        return authority.wantsNamedRequest();
    }

    @Override
    public boolean signsBareKeys() {
        return authority.signsBareKeys();
    }

    @Override
    public boolean costsPerLeaf() {
        return authority.costsPerLeaf();
    }

    @Override
    public X509Certificate issue(LeafTemplate template) {
        if (!places.tryAcquire()) {
            throw failed(new IssuingPassesException(MAX_WAITING
                    + " requests already wait for the certificate authority, which is slow or unreachable."));
        }
        try {
            X509Certificate leaf = authority.issue(template);
            LeafCheck.violation(leaf, template, certificate()).ifPresent(violation -> {
                throw new IssuingFailedException(
                        "The certificate authority issued a certificate that differs from the request, so the operator discards it: "
                                + violation,
                        null);
            });
            observer.issued();
            return leaf;
        } catch (IssuingFailedException e) {
            throw failed(e);
        } finally {
            places.release();
        }
    }

    private IssuingFailedException failed(IssuingFailedException failure) {
        observer.failed(failure);
        return failure;
    }

    @Override
    public String toString() {
        return "CheckedAuthority[" + authority + "]";
    }
}
