package dev.rolesanywhere.client.pem;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds every block that begins in a text, by RFC 7468's lax rules: white space of any kind anywhere, text around blocks, and blocks that
 * follow each other without a line break. An unreadable block is reported too, so that nothing is skipped silently.
 */
public final class PemText {
    private static final String BEGIN = "-BEGIN ";
    private static final String END = "-END ";
    private static final int DASHES = 5;

    private PemText() {}

    /** As {@link #blocks(String)}, for UTF-8, or UTF-16 with a byte order mark. */
    public static List<PemBlock> blocks(byte[] text) {
        return blocks(new String(text, charset(text)));
    }

    /** In order; empty if there are none. */
    public static List<PemBlock> blocks(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        Lines lines = new Lines(text);
        int begin = find(BEGIN, text, 0);
        int end = find(END, text, 0);
        int from = 0;
        while (begin < text.length()) {
            int labelStart = begin + BEGIN.length();
            int labelEnd = labelEnd(text, labelStart);
            int bodyStart = labelEnd + Math.min(dashes(text, labelEnd), DASHES);
            int next = find(BEGIN, text, bodyStart);
            // Searches each END line once, so that a text of only BEGIN lines does not take quadratic time.
            end = end < bodyStart ? find(END, text, bodyStart) : end;
            boolean ended = end < next;
            boolean framed = dashesBefore(text, begin, from) >= DASHES && bodyStart - labelEnd >= DASHES;
            blocks.add(new PemBlock(
                    text.substring(labelStart, labelEnd).strip(),
                    lines.of(begin),
                    body(text, bodyStart, Math.min(end, next)),
                    framed
                            ? ended ? null : "it has no END line"
                            : "its BEGIN line does not have five dashes before and after the label"));
            from = ended ? behind(text, end) : bodyStart;
            begin = next;
        }
        return blocks;
    }

    /** The length of the text if it is missing. */
    private static int find(String what, String text, int from) {
        int at = text.indexOf(what, from);
        return at < 0 ? text.length() : at;
    }

    /** The same blocks, each line without the white space around it: for parsers that are strict about it. */
    public static String tidied(byte[] text) {
        StringBuilder tidy = new StringBuilder();
        for (PemBlock block : blocks(text)) {
            if (block.framing() == null) {
                tidy.append("-----BEGIN ").append(block.label()).append("-----\n");
                for (String line : block.body().split("\n", -1)) {
                    tidy.append(stripped(line)).append('\n');
                }
                tidy.append("-----END ").append(block.label()).append("-----\n");
            }
        }
        return tidy.toString();
    }

    /** Also what {@code strip} does not count: no-break spaces, byte order marks and marks of no width. */
    static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == '\uFEFF'
                || c == '\u200B'
                || c == '\u2060'
                || c == '\u0000';
    }

    private static String stripped(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static Charset charset(byte[] text) {
        byte[] mark = Arrays.copyOf(text, 2);
        if (mark[0] == (byte) 0xff && mark[1] == (byte) 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return mark[0] == (byte) 0xfe && mark[1] == (byte) 0xff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    /** The end of the label: the first dash or line end. A label with dashes is cut there. */
    private static int labelEnd(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '-' && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private static int dashes(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) == '-') {
            i++;
        }
        return i - start;
    }

    private static int dashesBefore(String text, int lastDash, int from) {
        int i = lastDash;
        while (i >= from && text.charAt(i) == '-') {
            i--;
        }
        return lastDash - i;
    }

    /** A single carriage return ends a line too, as in files from old editors. */
    private static String body(String text, int start, int end) {
        int first = start;
        int last = end;
        while (first < last && text.charAt(first) == '-') {
            first++;
        }
        while (last > first && text.charAt(last - 1) == '-') {
            last--;
        }
        return text.substring(first, last).replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Where the text continues after an END line. More than five dashes belong to the next BEGIN line. */
    private static int behind(String text, int end) {
        int label = labelEnd(text, end + END.length());
        return label + Math.min(dashes(text, label), DASHES);
    }

    /** Counts the lines up to a position. */
    private static final class Lines {
        private final String text;
        private int counted;
        private int line = 1;

        Lines(String text) {
            this.text = text;
        }

        int of(int position) {
            for (; counted < position; counted++) {
                char c = text.charAt(counted);
                // The text has a character at the given position, so a next character exists.
                if (c == '\n' || c == '\r' && text.charAt(counted + 1) != '\n') {
                    line++;
                }
            }
            return line;
        }
    }
}
