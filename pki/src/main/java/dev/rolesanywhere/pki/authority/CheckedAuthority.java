package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.leaf.LeafCheck;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What is common to authorities outside this process: no leaf goes out that is not exactly the one that was asked for, and a slow
 * backend is waited for by a few requests only.
 */
public final class CheckedAuthority implements CertificateAuthority {
    /** How many requests wait for one backend at a time; the pods behind further ones try again. */
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

    /** The same CA, reached in another way by now; who waits for it counts on. */
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
            throw failed(new IssuingPassesException(
                    MAX_WAITING + " requests wait for the certificate authority already; it is slow or away."));
        }
        try {
            X509Certificate leaf = authority.issue(template);
            LeafCheck.violation(leaf, template, certificate()).ifPresent(violation -> {
                throw new IssuingFailedException(
                        "The certificate authority issued another certificate than was asked for, which is not handed out: "
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
