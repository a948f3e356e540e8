package dev.rolesanywhere.pki.authority;

import org.jspecify.annotations.Nullable;

/** The backend of an authority failed; the message says why and what to do, and holds no secret. */
public final class UnusableAuthorityException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final AuthorityDefect defect;

    public UnusableAuthorityException(AuthorityDefect defect, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.defect = defect;
    }

    public AuthorityDefect defect() {
        return defect;
    }

    /** As the outcome of loading. */
    public LoadedAuthority.Unusable unusable() {
        return new LoadedAuthority.Unusable(defect, String.valueOf(getMessage()));
    }
}
