package dev.rolesanywhere.webhook.admission;

/** The request is no AdmissionReview; the message says what is. */
final class NotAnAdmissionReviewException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnAdmissionReviewException(String message) {
        super(message);
    }
}
