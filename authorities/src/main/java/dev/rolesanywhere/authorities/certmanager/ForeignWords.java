package dev.rolesanywhere.authorities.certmanager;

/** What others wrote, made fit to be quoted in an Event, a status and a log. */
final class ForeignWords {
    /** An Event's note has 1,024 characters, and ours stand beside it. */
    private static final int MOST = 400;

    private ForeignWords() {}

    /** One line of printable characters, and not a long one. */
    static String tamed(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() > MOST ? line.substring(0, MOST) + " …" : line;
    }
}
