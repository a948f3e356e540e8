package dev.rolesanywhere.pki.authority;

/** An authority's issuer, or whoever approves for it, said no to a leaf. The message has its reasons and is passed on to the pod. */
public final class LeafDeniedException extends IssuingFailedException {
    private static final long serialVersionUID = 1;

    private final boolean byApprover;

    /** @param byApprover whether it is about this workload, rather than about what the issuer can do */
    public LeafDeniedException(String message, boolean byApprover) {
        super(message, null);
        this.byApprover = byApprover;
    }

    public boolean byApprover() {
        return byApprover;
    }
}
