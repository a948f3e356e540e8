package dev.rolesanywhere.authorities;

import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingObserver;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts. */
public final class CountingObserver implements IssuingObserver {
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Override
    public void issued() {
        issued.incrementAndGet();
    }

    @Override
    public void failed(IssuingFailedException failure) {
        failed.incrementAndGet();
    }

    int issuedCount() {
        return issued.get();
    }

    int failedCount() {
        return failed.get();
    }
}
