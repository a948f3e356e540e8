package dev.rolesanywhere.crds.contract;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pages of {@code docs/troubleshooting.md} on the site: one anchor for each reason.
 *
 * @param site base URL of the published docs, with a slash at its end; empty if they are not published
 */
public record ReasonPages(Optional<URI> site) {
    public static final ReasonPages NOWHERE = new ReasonPages(Optional.empty());

    private static final String SEE = " See ";
    private static final String PAGE = "troubleshooting/#";
    private static final Pattern OPEN = Pattern.compile("[\\p{L}\\p{N}'\")\\]]$");
    private static final Pattern ADDRESSED = Pattern.compile(" See https?://\\S*" + PAGE + "[a-z0-9]+$");

    /**
     * The message with the address of the reason's page at its end. A message that repeats another message ends with the address of
     * that one, which is closer to the cause. Quoted text is never at the end of a message, so an address at the end is always ours.
     */
    public String after(String message, String reason) {
        return site.map(address -> address + PAGE)
                .filter(page -> !endsWith(message, page))
                .map(page -> sentence(message) + SEE + page + reason.toLowerCase(Locale.ROOT))
                .orElse(message);
    }

    /** Whether the message already ends with the address of a page, of any site. */
    public static boolean isAddressed(String message) {
        return ADDRESSED.matcher(message).find();
    }

    /** The message without such an address, for output that shows its own address. */
    public static String withoutAddress(String message) {
        return ADDRESSED.matcher(message).replaceFirst("");
    }

    /** The message with punctuation at its end, because a message may end with words from a user or AWS. */
    public static String sentence(String message) {
        return OPEN.matcher(message).find() ? message + "." : message;
    }

    private static boolean endsWith(String message, String page) {
        String see = SEE + page;
        int at = message.lastIndexOf(see);
        return at >= 0 && message.substring(at + see.length()).matches("[a-z0-9]+");
    }

    /** The longest address that {@link #after} may add, in characters. */
    public int longest(String reason) {
        return site.map(address ->
                        ".".length() + SEE.length() + address.toString().length() + PAGE.length() + reason.length())
                .orElse(0);
    }
}
