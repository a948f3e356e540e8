package dev.rolesanywhere.emulator.protocol;

/** The errors that IAM Roles Anywhere and STS answer with: code on the wire and HTTP status. */
public enum ErrorType {
    ACCESS_DENIED("AccessDeniedException", 403),
    VALIDATION("ValidationException", 400),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", 404),
    TOO_MANY_TAGS("TooManyTagsException", 400),
    THROTTLING("ThrottlingException", 400),
    INCOMPLETE_SIGNATURE("IncompleteSignature", 403),
    UNKNOWN_OPERATION("UnknownOperationException", 404),
    REQUEST_TOO_LARGE("RequestEntityTooLargeException", 413),
    INTERNAL_FAILURE("InternalFailure", 500),
    INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId", 403),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
    EXPIRED_TOKEN("ExpiredToken", 403),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    INVALID_ACTION("InvalidAction", 400),
    /** STS's spelling. */
    STS_ACCESS_DENIED("AccessDenied", 403),
    STS_VALIDATION("ValidationError", 400),
    INVALID_PARAMETER_VALUE("InvalidParameterValue", 400),
    MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocument", 400);

    private final String code;
    private final int status;

    ErrorType(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /** The code in {@code X-Amzn-ErrorType} or in the XML. */
    public String code() {
        return code;
    }

    /** The HTTP status that AWS sends with it. */
    public int status() {
        return status;
    }
}
