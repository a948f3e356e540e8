package dev.rolesanywhere.operator.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Durations as written in specs: hours, minutes and seconds in this order, such as {@code 6h} or {@code 1h30m}. */
public final class WrittenDuration {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    private WrittenDuration() {}

    /** @throws IllegalArgumentException for any other text, which the CRDs' schemas reject */
    public static Duration parse(String text) {
        if (text.isEmpty() || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration; write it like 6h or 90m");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    /** The shortest form: {@code 6h}, {@code 1h30m}, {@code 0s}. */
    public static String format(Duration duration) {
        String text = duration.truncatedTo(ChronoUnit.SECONDS).toString();
        return text.substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
