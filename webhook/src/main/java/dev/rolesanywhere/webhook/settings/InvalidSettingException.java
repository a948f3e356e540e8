package dev.rolesanywhere.webhook.settings;

/** An invalid setting. The message names its object and the correction. */
public final class InvalidSettingException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSettingException(String message) {
        super(message);
    }
}
