package dev.rolesanywhere.client.json;

/** The text is not the JSON that was expected. The message never quotes the text, which may hold a secret. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
