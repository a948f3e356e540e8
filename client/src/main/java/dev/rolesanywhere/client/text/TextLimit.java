package dev.rolesanywhere.client.text;

/** The maximum length of a text. A text is cut between two code points, so that no surrogate pair is split. */
public record TextLimit(int codePoints, int utf8Bytes) {
    static final String CUT = "…";
    private static final int CUT_BYTES = 3;

    public TextLimit {
        if (codePoints < 1 || utf8Bytes < CUT_BYTES) {
            throw new IllegalArgumentException("a limit must leave room for the ellipsis");
        }
    }

    /** The unchanged text, or its beginning and "…". */
    public String cut(String text) {
        int points = 0;
        int bytes = 0;
        int fits = 0; // up to here "…" can follow
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            points++;
            bytes += utf8Bytes(codePoint);
            if (points > codePoints || bytes > utf8Bytes) {
                return text.substring(0, fits) + CUT;
            }
            i += Character.charCount(codePoint);
            if (points < codePoints && bytes + CUT_BYTES <= utf8Bytes) {
                fits = i;
            }
        }
        return text;
    }

    private static int utf8Bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
