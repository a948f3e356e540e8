package dev.rolesanywhere.client.text;

import org.jspecify.annotations.Nullable;

/**
 * Sanitized text from a pod, AWS, an issuer, a PKCS#11 module or another external source: one bounded line of letters, marks,
 * numbers, punctuation, symbols (Unicode categories L, M, N, P, S) and spaces. The text cannot move a terminal's cursor, reverse the
 * direction of our own text, or make the API server reject an object. {@link #sanitize} does not accept an {@code UntrustedText}, so
 * the compiler ensures that each text is sanitized once.
 */
public final class UntrustedText {
    /** An Event's message takes 1,024 bytes, including our own sentence before the untrusted text. */
    public static final TextLimit LIMIT = new TextLimit(400, 600);

    private static final int ALLOWED = types(
            // L
            Character.UPPERCASE_LETTER,
            Character.LOWERCASE_LETTER,
            Character.TITLECASE_LETTER,
            Character.MODIFIER_LETTER,
            Character.OTHER_LETTER,
            // M
            Character.NON_SPACING_MARK,
            Character.ENCLOSING_MARK,
            Character.COMBINING_SPACING_MARK,
            // N
            Character.DECIMAL_DIGIT_NUMBER,
            Character.LETTER_NUMBER,
            Character.OTHER_NUMBER,
            // P
            Character.DASH_PUNCTUATION,
            Character.START_PUNCTUATION,
            Character.END_PUNCTUATION,
            Character.CONNECTOR_PUNCTUATION,
            Character.OTHER_PUNCTUATION,
            Character.INITIAL_QUOTE_PUNCTUATION,
            Character.FINAL_QUOTE_PUNCTUATION,
            // S
            Character.MATH_SYMBOL,
            Character.CURRENCY_SYMBOL,
            Character.MODIFIER_SYMBOL,
            Character.OTHER_SYMBOL);

    private final String text;

    private UntrustedText(String text) {
        this.text = text;
    }

    /**
     * A run of characters that are not allowed, and of spaces, becomes one space; both ends are stripped. Text beyond the limit is not read.
     *
     * @param foreign absent counts as empty
     */
    public static UntrustedText sanitize(@Nullable String foreign) {
        StringBuilder line = new StringBuilder();
        // A code point takes two characters at most.
        for (int i = 0; foreign != null && i < foreign.length() && line.length() <= 2 * LIMIT.codePoints(); ) {
            int codePoint = foreign.codePointAt(i);
            i += Character.charCount(codePoint);
            boolean atSpace = line.isEmpty() || line.charAt(line.length() - 1) == ' ';
            if (isAllowed(codePoint)) {
                line.appendCodePoint(codePoint);
            } else if (!atSpace) {
                line.append(' ');
            }
        }
        return new UntrustedText(LIMIT.cut(line.toString().strip()));
    }

    /** Not the space: a run of spaces becomes one. */
    private static boolean isAllowed(int codePoint) {
        return (ALLOWED >> Character.getType(codePoint) & 1) == 1;
    }

    private static int types(int... types) {
        int bits = 0;
        for (int type : types) {
            bits |= 1 << type;
        }
        return bits;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** For quoting in a sentence. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UntrustedText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
