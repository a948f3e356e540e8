package dev.rolesanywhere.e2e.attack;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of one attack.
 *
 * @param sent the attacker's own account of it
 * @param before the processes before it
 * @param after the processes after it
 * @param served the legitimate requests beside it
 */
record Result(
        Attack attack, String sent, List<Processes.Seen> before, List<Processes.Seen> after, List<Served> served) {
    /** In words, what was killed, restarted or replaced; empty if nothing was. */
    List<String> casualties() {
        return before.stream()
                .flatMap(old -> after.stream()
                                .filter(now -> now.pod().equals(old.pod()) && now.restarts() == old.restarts())
                                .findAny()
                                .isPresent()
                        ? java.util.stream.Stream.<String>empty()
                        : java.util.stream.Stream.of(after.stream()
                                .filter(now -> now.pod().equals(old.pod()))
                                .findAny()
                                .map(now -> old.pod() + " restarted, " + now.ended())
                                .orElse(old.pod() + " is gone")))
                .toList();
    }

    List<String> unserved() {
        return served.stream()
                .filter(kind -> kind.failed() > 0)
                .map(kind -> kind.what() + ": " + kind + " failed")
                .toList();
    }

    /** How often the attacker got this answer. */
    long answers(String answer) {
        var found =
                java.util.regex.Pattern.compile("[ ,:]" + answer + "=(\\d+)").matcher(sent);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    static String heading() {
        return "| attack | sent, and answered | processes | most memory, MiB | legitimate requests that failed |\n| --- | --- | --- | --- | --- |";
    }

    String row() {
        String memory = after.stream()
                .collect(Collectors.groupingBy(
                        Processes.Seen::container,
                        java.util.TreeMap::new,
                        Collectors.mapping(seen -> Long.toString(seen.peakMib()), Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        attack,
                        sent,
                        casualties().isEmpty() ? "none restarted" : String.join("; ", casualties()),
                        memory,
                        served.stream()
                                .map(kind -> kind.what() + " " + kind + " (slowest " + kind.slowestMillis() + " ms)")
                                .collect(Collectors.joining("; ")));
    }
}
