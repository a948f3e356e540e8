package dev.rolesanywhere.sidecar.external;

import dev.rolesanywhere.client.session.AwsRefusal;

/**
 * The sidecar does not call AWS with the content of the files. The message gives the reason and names the component
 * that writes them.
 */
public final class CertificateFilesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AwsRefusal refusal;
    private final boolean mayPass;

    private CertificateFilesException(AwsRefusal refusal, boolean mayPass, String message) {
        super(message);
        this.refusal = refusal;
        this.mayPass = mayPass;
    }

    /** The file is not written yet. */
    static CertificateFilesException missing(String message) {
        return new CertificateFilesException(AwsRefusal.CERTIFICATE_FILES_MISSING, true, message);
    }

    /** The files do not match, as while one file is replaced after the other. */
    static CertificateFilesException halfway(String message) {
        return new CertificateFilesException(AwsRefusal.CERTIFICATE_FILES_INVALID, true, message);
    }

    static CertificateFilesException invalid(String message) {
        return new CertificateFilesException(AwsRefusal.CERTIFICATE_FILES_INVALID, false, message);
    }

    public AwsRefusal refusal() {
        return refusal;
    }

    /** Whether a second read may succeed. */
    boolean mayPass() {
        return mayPass;
    }
}
