package dev.rolesanywhere.pki.authority;

/** The issuer or an approver rejected a leaf. The message has the reasons and is sent to the pod. */
public final class LeafDeniedException extends IssuingFailedException {
    private static final long serialVersionUID = 1;

    private final boolean byApprover;

    /** @param byApprover whether an approver rejected this workload; otherwise the issuer cannot issue such a leaf */
    public LeafDeniedException(String message, boolean byApprover) {
        super(message, null);
        this.byApprover = byApprover;
    }

    public boolean byApprover() {
        return byApprover;
    }
}
