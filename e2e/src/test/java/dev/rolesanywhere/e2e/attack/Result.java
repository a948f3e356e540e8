package dev.rolesanywhere.e2e.attack;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of one attack.
 *
 * @param sent the attacker's own report
 * @param late processes that ended between the previous attack and this one
 * @param before the processes before the attack
 * @param after the processes after it
 * @param served the legitimate requests during it
 */
record Result(
        Attack attack,
        String sent,
        List<String> late,
        List<Processes.Seen> before,
        List<Processes.Seen> after,
        List<Served> served) {
    /** A text that names the killed, restarted or replaced processes; empty if there are none. */
    List<String> casualties() {
        return Stream.concat(late.stream().map(it -> "since the attack before: " + it), ended(before, after).stream())
                .toList();
    }

    /** The earlier processes that did not run until the later moment. Deleted pods of the tests do not count. */
    static List<String> ended(List<Processes.Seen> earlier, List<Processes.Seen> later) {
        return earlier.stream()
                .filter(old -> !old.pod().startsWith(Ground.STARTS))
                .filter(old -> later.stream()
                        .noneMatch(now -> now.pod().equals(old.pod()) && now.restarts() == old.restarts()))
                .map(old -> later.stream()
                        .filter(now -> now.pod().equals(old.pod()))
                        .findAny()
                        .map(now -> old.pod() + " restarted, " + now.ended())
                        .orElse(old.pod() + " is gone"))
                .toList();
    }

    List<String> unserved() {
        return served.stream()
                .filter(kind -> kind.failed() > 0)
                .map(kind -> kind.what() + ": " + kind + " failed " + kind.firstFailure())
                .toList();
    }

    /** Whether the attacker opened a connection. Otherwise the attack did not happen. */
    boolean tookPlace() {
        return !sent.contains("connections=0 ");
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
                .filter(seen -> !seen.pod().startsWith(Ground.STARTS))
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
