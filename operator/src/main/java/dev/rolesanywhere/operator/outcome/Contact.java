package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.crds.role.RoleCondition;

/** How far a pod's request to AWS came. A refusal is AWS's answer; without an answer nothing was refused. */
public enum Contact {
    ANSWERED("AWS refused a session"),
    UNREACHABLE("AWS was not reached"),
    NOT_CALLED("AWS was not called");

    private final String words;

    Contact(String words) {
        this.words = words;
    }

    /** @param reason a refusal that a pod may report */
    public static Contact of(RoleCondition.Reason reason) {
        return switch (reason) {
            case EndpointUnreachable, ProxyRefused, TLSUntrusted -> UNREACHABLE;
            case NotAsked, CertificateFilesMissing, CertificateFilesInvalid -> NOT_CALLED;
            default -> ANSWERED;
        };
    }

    /** The beginning of a sentence. */
    public String words() {
        return words;
    }
}
