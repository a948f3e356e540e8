package dev.rolesanywhere.webhook.injection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image reference, {@code [<registry>/<path>/]<name>[:<tag>][@sha256:<digest>]}.
 *
 * @param name its last path component
 * @param tag empty if there is none
 * @param digest empty if there is none
 */
record SidecarImage(String name, String tag, String digest) {
    private static final Pattern REFERENCE = Pattern.compile(
            "(?:[A-Za-z0-9][A-Za-z0-9.:_-]*/(?:[a-z0-9._-]+/)*)?"
                    + "(?<name>[a-z0-9][a-z0-9._-]*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");

    /** The chart's image, or the same image in a mirror with the chart's name and tag or digest. */
    static String choose(String ours, String found) {
        return read(found).isMirrorOf(read(ours)) ? found : ours;
    }

    private static SidecarImage read(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        return reference.length() <= 512 && matcher.matches()
                ? new SidecarImage(matcher.group("name"), text(matcher.group("tag")), text(matcher.group("digest")))
                : new SidecarImage("", "", "");
    }

    /** A digest is more exact than a tag. If the chart sets one, it decides alone. */
    private boolean isMirrorOf(SidecarImage ours) {
        return !name.isEmpty()
                && name.equals(ours.name)
                && (ours.digest.isEmpty() ? tag.equals(ours.tag) : digest.equals(ours.digest));
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }
}
