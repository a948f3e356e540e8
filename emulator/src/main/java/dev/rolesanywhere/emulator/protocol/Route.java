package dev.rolesanywhere.emulator.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One call: its name in AWS's API, and its address.
 *
 * @param path path template; a segment {@code {id}} matches any one segment, which the call gets
 * @param target the X-Amz-Target of a call that is named there, {@code Action=} and the name of one that is named in a
 *     form; empty for all others
 * @param kind the service of the call
 */
public record Route(Kind kind, String operation, String method, String path, String target, Call call) {
    private static final String ACTION = "Action=";

    /** Faults affect AWS's calls, never the emulator's own. S3 writes refusals in its own XML. */
    public enum Kind {
        AWS,
        S3,
        ADMIN
    }

    /** Answers a request, or refuses it with a {@link Refusal}. */
    @FunctionalInterface
    public interface Call {
        Answer answer(Request request, List<String> segments);
    }

    public static Route aws(String operation, String method, String path, Call call) {
        return new Route(Kind.AWS, operation, method, path, "", call);
    }

    public static Route s3(String operation, String method, String path, Call call) {
        return new Route(Kind.S3, operation, method, path, "", call);
    }

    /** A call of a service that is named in a header, all at one path. */
    public static Route targeted(String operation, String target, Call call) {
        return new Route(Kind.AWS, operation, "POST", "/", target, call);
    }

    /** A call of the query protocol that is named in the form that is posted, all at one path. */
    public static Route form(String operation, Call call) {
        return new Route(Kind.AWS, operation, "POST", "/", ACTION + operation, call);
    }

    public static Route admin(String operation, String method, String path, Call call) {
        return new Route(Kind.ADMIN, operation, method, path, "", call);
    }

    /** The decoded variable segments where method and path fit. */
    public Optional<List<String>> match(Request request) {
        String[] wanted = path.split("/", -1);
        String[] given = request.path().split("/", -1);
        if (!method.equals(request.method()) || wanted.length != given.length || !isTargetOf(request)) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
                variables.add(decoded(given[i]));
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private boolean isTargetOf(Request request) {
        if (!target.startsWith(ACTION)) {
            return target.equals(request.target());
        }
        // Without a form, the body names no action.
        return request.path().equals("/")
                && request.target().isEmpty()
                && List.of(request.bodyText().split("&")).contains(target);
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("Malformed percent-encoding in the path");
        }
    }
}
