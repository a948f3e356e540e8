package dev.rolesanywhere.plugin.output;

import org.jspecify.annotations.Nullable;

/**
 * Text from the cluster, made safe for a terminal: without characters that move the cursor, hide text or reverse it.
 */
public final class Plain {
    private static final int REPLACEMENT = 0xFFFD;

    private Plain() {}

    /** On one line. */
    public static String line(@Nullable String text) {
        return text == null ? "" : clean(text.replaceAll("\\R|\t", " "));
    }

    /** With its own line breaks. */
    static String block(String text) {
        return String.join("\n", text.lines().map(Plain::clean).toList());
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(point -> isPrinted(point) ? point : REPLACEMENT).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isPrinted(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
