package dev.rolesanywhere.emulator.caller;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.session.Session;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** S3 with one bucket and one object, whose text is the caller's ARN, for clients that support only S3. */
public final class OneObject {
    static final String BUCKET = "whoami";
    static final String KEY = "arn";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);

    private final SignedCalls calls;

    public OneObject(SignedCalls calls) {
        this.calls = calls;
    }

    public List<Route> routes() {
        String object = "/" + BUCKET + "/" + KEY;
        return Stream.of(
                        Stream.of("/" + BUCKET, "/" + BUCKET + "/")
                                .map(bucket ->
                                        Route.s3("ListObjectsV2", "GET", bucket, (request, none) -> list(request))),
                        Stream.of(Route.s3("GetObject", "GET", object, (request, none) -> get(request))),
                        Stream.of(Route.s3("HeadObject", "HEAD", object, (request, none) -> get(request))))
                .flatMap(routes -> routes)
                .toList();
    }

    private Answer list(Request request) {
        Session session = calls.caller(request, "s3");
        boolean asked = KEY.startsWith(request.parameters().first("prefix").orElse(""));
        return S3Xml.objects(
                session, asked ? List.of(KEY) : List.of(), text(session).length());
    }

    private Answer get(Request request) {
        Session session = calls.caller(request, "s3");
        String text = text(session);
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        Answer whole = Answer.text(200, "text/plain", text);
        return (range.matches() ? part(text, range) : whole)
                .with("ETag", "\"" + Integer.toHexString(text.hashCode()) + "\"")
                .with("Accept-Ranges", "bytes")
                .with("Last-Modified", DATE.format(session.issuedAt().atOffset(ZoneOffset.UTC)));
    }

    private static Answer part(String text, Matcher range) {
        int last = text.length() - 1;
        int from = Math.min(Integer.parseInt(range.group(1)), last);
        int to = range.group(2).isEmpty() ? last : Math.clamp(Integer.parseInt(range.group(2)), from, last);
        return Answer.text(206, "text/plain", text.substring(from, to + 1))
                .with("Content-Range", "bytes " + from + "-" + to + "/" + text.length());
    }

    /** An ARN is ASCII, so its length is its size. */
    private static String text(Session session) {
        return session.assumedRole().toString();
    }
}
