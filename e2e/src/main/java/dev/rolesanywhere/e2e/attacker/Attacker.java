package dev.rolesanywhere.e2e.attacker;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * {@code Attacker SECONDS KIND PATH EACH TARGET…}: attacks each target with EACH concurrent connections, and prints one
 * line about what was sent and answered. Ends early when the file {@code /tmp/stop} appears.
 */
public final class Attacker {
    /** The first line that is printed. */
    public static final String BEGINS = "the attack begins";

    private static final Path STOP = Path.of("/tmp/stop");
    private static final int ALMOST_EIGHT_MB = 8 * Bodies.MEGABYTE - 1024;
    private static final int SEVEN_MB = 7 * Bodies.MEGABYTE;
    private static final int DEEP = 1_000_000;
    private static final int TOKEN_LENGTH = 900;

    private final Tally tally = new Tally();
    private final Siege siege;
    private final String path;

    private Attacker(Duration time, String path) {
        this.siege = new Siege(tally, time, STOP);
        this.path = path;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Attacker attacker = new Attacker(Duration.ofSeconds(Long.parseLong(args[0])), args[2]);
        List<Target> targets = Target.readAll(List.of(args).subList(4, args.length));
        int each = Integer.parseInt(args[3]);
        Siege.Attempt attempt = args[1].equals("burst") ? null : attacker.attempt(args[1]);
        warmUp(targets.getFirst());
        System.out.println(BEGINS);
        attacker.siege.begin();
        if (attempt == null) {
            System.out.println(new Bursts(attacker.siege, attacker.tally, args[2]).run(targets.getFirst(), each) + "; "
                    + attacker.tally);
        } else {
            attacker.siege.lay(targets, each, attempt);
            System.out.println(attacker.tally);
        }
        System.exit(0); // for each connection that still waits
    }

    /** The first handshake of a JVM takes seconds on a busy CPU. It must not be the whole attack. */
    private static void warmUp(Target target) {
        try (Socket socket = target.open()) {
            socket.getOutputStream().flush();
        } catch (IOException e) {
            System.out.println("no connection before the attack: " + e.getMessage());
        }
    }

    private Siege.Attempt attempt(String kind) throws IOException {
        Connections connections = new Connections(siege, tally, path);
        Requests requests = new Requests(siege, tally, path);
        return switch (kind) {
            case "silent" -> connections::silent;
            case "half-handshake" -> connections::halfHandshake;
            case "idle" -> connections::idle;
            case "idle-after-an-answer" -> connections::idleAfterAnAnswer;
            case "slow-head" -> connections::slowHead;
            case "slow-body" -> connections::slowBody;
            case "endless-body" -> requests::endless;
            default -> asking(kind, requests);
        };
    }

    private static Siege.Attempt asking(String kind, Requests requests) throws IOException {
        return switch (kind) {
            case "long-namespace" -> requests.each(Bodies.review("n".repeat(SEVEN_MB)), "");
            case "empty-objects" -> requests.each(Bodies.bytes(Bodies.emptyObjects(ALMOST_EIGHT_MB)), "");
            case "empty-objects-in-a-pod" ->
                requests.each(Bodies.review("default", Bodies.emptyObjects(3 * Bodies.MEGABYTE)), "");
            case "streams" -> streams(requests, Bodies.bytes(Bodies.emptyObjects(2 * Bodies.MEGABYTE)));
            case "gzip" ->
                requests.each(
                        Requests.gzipped(Bodies.bytes(Bodies.emptyObjects(64 * Bodies.MEGABYTE))),
                        "Content-Encoding: gzip\r\n");
            case "deep-nesting" ->
                requests.oneOf(
                        Bodies.bytes(Bodies.nested(DEEP)),
                        Bodies.bytes(Bodies.nestedObjects(DEEP)),
                        Bodies.review("default", Bodies.nestedObjects(DEEP / 2)));
            case "foreign-names" ->
                requests.oneOf(
                        Bodies.review("kube-system/../x"),
                        Bodies.review("a?b=c"),
                        Bodies.review("a#b"),
                        Bodies.review("%2e%2e/secrets"),
                        Bodies.review("a\\u0000b"),
                        Bodies.review("\\u009b31m"),
                        Bodies.review("a\\r\\nX: y"),
                        Bodies.review("n".repeat(64)));
            case "many-namespaces" ->
                requests.flood(number -> "", number -> Bodies.review("ns-" + number + "-" + System.nanoTime()));
            case "many-long-namespaces" ->
                requests.flood(number -> "", number -> Bodies.review("n".repeat(60_000) + number));
            case "garbage-tokens" -> requests.flood(number -> garbage(), number -> Bodies.bytes("{}"));
            case "unsigned-tokens" ->
                requests.flood(
                        number -> "Authorization: Bearer " + Bodies.unsignedToken(number) + "\r\n",
                        number -> Bodies.bytes("{}"));
            case "oversized" -> requests.each(new byte[8 * Bodies.MEGABYTE], garbage());
            case "no-token" -> requests::nameless;
            case "reported-refusals" -> requests.reports();
            case "new-keys" -> requests.withToken(number -> Bodies.bytes(Keys.request()), 300);
            case "hostile-outcomes" -> requests.withToken(number -> Bodies.outcomes("attacker"), 1000);
            default -> throw new IllegalArgumentException("there is no attack " + kind);
        };
    }

    private static Siege.Attempt streams(Requests requests, byte[] body) {
        return (target, number) -> requests.streams(target, number, body);
    }

    private static String garbage() {
        byte[] random = new byte[TOKEN_LENGTH];
        new Random().nextBytes(random);
        StringBuilder token = new StringBuilder("Authorization: Bearer ");
        for (byte one : random) {
            token.append((char) ('a' + Math.floorMod(one, 26)));
        }
        return token.append("\r\n").toString();
    }
}
