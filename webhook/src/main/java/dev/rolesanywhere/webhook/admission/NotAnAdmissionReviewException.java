package dev.rolesanywhere.webhook.admission;

/** The request is not an AdmissionReview; the message says what is expected. */
final class NotAnAdmissionReviewException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnAdmissionReviewException(String message) {
        super(message);
    }
}
