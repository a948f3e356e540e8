package dev.rolesanywhere.sidecar.external;

import dev.rolesanywhere.client.session.AwsRefusal;

/** AWS is not called with what the files hold. The message says why, and names the component that writes them. */
public final class CertificateFilesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AwsRefusal refusal;
    private final boolean mayPass;

    private CertificateFilesException(AwsRefusal refusal, boolean mayPass, String message) {
        super(message);
        this.refusal = refusal;
        this.mayPass = mayPass;
    }

    /** Not written yet. */
    static CertificateFilesException missing(String message) {
        return new CertificateFilesException(AwsRefusal.CERTIFICATE_FILES_MISSING, true, message);
    }

    /** As it is while one file is replaced after the other. */
    static CertificateFilesException halfway(String message) {
        return new CertificateFilesException(AwsRefusal.CERTIFICATE_FILES_INVALID, true, message);
    }

    static CertificateFilesException invalid(String message) {
        return new CertificateFilesException(AwsRefusal.CERTIFICATE_FILES_INVALID, false, message);
    }

    public AwsRefusal refusal() {
        return refusal;
    }

    /** Whether another look after a moment may find something else. */
    boolean mayPass() {
        return mayPass;
    }
}
