package dev.rolesanywhere.webhook.settings;

import dev.rolesanywhere.client.text.TextLimit;
import dev.rolesanywhere.client.text.UntrustedText;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Quotes text of a pod, a ServiceAccount or a binding in messages. At admission the API server has not checked a pod's names yet, and
 * the pod's creator may not be its author. Each quoted text is sanitized here and nowhere else.
 */
public final class Shown {
    /** Long enough for a valid container name or our annotations; the API server truncates warnings at 256 characters. */
    private static final TextLimit LIMIT = new TextLimit(96, 288);

    private static final int MOST_NAMES = 10;

    private Shown() {}

    /** One bounded line. */
    public static String text(String foreign) {
        return LIMIT.cut(UntrustedText.sanitize(foreign).toString());
    }

    /** The first ten, separated by commas. */
    public static String names(Collection<String> foreign) {
        List<String> first = foreign.stream().limit(MOST_NAMES).map(Shown::text).toList();
        return Stream.concat(first.stream(), foreign.size() > MOST_NAMES ? Stream.of("…") : Stream.empty())
                .collect(Collectors.joining(", "));
    }
}
