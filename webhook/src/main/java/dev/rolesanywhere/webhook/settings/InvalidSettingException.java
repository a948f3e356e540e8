package dev.rolesanywhere.webhook.settings;

/** A setting that cannot be understood. The message says where it stands and what to write instead. */
public final class InvalidSettingException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSettingException(String message) {
        super(message);
    }
}
