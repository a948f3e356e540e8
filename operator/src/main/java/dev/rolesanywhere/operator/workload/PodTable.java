package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The table that {@code kubectl get pods} shows for a namespace, a twentieth of the pods' size. It shows whether a
 * check of the pods themselves would find a change.
 *
 * @param digest of names, states, restarts, addresses and nodes
 * @param well whether all containers of all pods run and are ready: then nothing depends on time
 * @param youngest at most the age of the youngest pod; absent if there is no pod
 */
record PodTable(String digest, boolean well, Optional<Duration> youngest) {
    static final String MEDIA_TYPE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /** Another pod with the same name has another address or node, or is younger. */
    private static final List<String> COLUMNS = List.of("Name", "Ready", "Status", "Restarts", "IP", "Node", "Age");

    private static final Pattern READY = Pattern.compile("(\\d+)/(\\d+)");
    private static final Pattern AGE_PART = Pattern.compile("(\\d+)([smhdy])");

    /** @return empty if the answer is not a table with these columns, or if it is not the whole table */
    static Optional<PodTable> of(JsonNode answer) {
        if (!answer.path("metadata").path("continue").asText().isEmpty()) {
            return Optional.empty();
        }
        List<String> written = answer.path("columnDefinitions")
                .valueStream()
                .map(column -> column.path("name").asText())
                .toList();
        if (!written.containsAll(COLUMNS)) {
            return Optional.empty();
        }
        int[] places = COLUMNS.stream().mapToInt(written::indexOf).toArray();
        MessageDigest digest = sha256();
        boolean well = true;
        Duration youngest = null;
        for (JsonNode row : answer.path("rows")) {
            List<String> cells = IntStream.of(places)
                    .mapToObj(place -> row.path("cells").path(place).asText())
                    .toList();
            well &= runsWell(cells.get(1), cells.get(2));
            add(digest, cells);
            Duration age = age(cells.getLast());
            youngest = youngest == null || age.compareTo(youngest) < 0 ? age : youngest;
        }
        return Optional.of(
                new PodTable(Base64.getEncoder().encodeToString(digest.digest()), well, Optional.ofNullable(youngest)));
    }

    /** Whether these are the unchanged pods of an earlier table, and all are healthy. */
    boolean isStill(PodTable before, Duration since) {
        return well
                && digest.equals(before.digest)
                && youngest.filter(age -> age.compareTo(since) <= 0).isEmpty();
    }

    private static boolean runsWell(String ready, String status) {
        Matcher counts = READY.matcher(ready);
        return status.equals("Running") && counts.matches() && counts.group(1).equals(counts.group(2));
    }

    /** Adds all columns except the age and the time of the last restart, which change by themselves. */
    private static void add(MessageDigest digest, List<String> cells) {
        for (String cell : cells.subList(0, cells.size() - 1)) {
            String steady = cell.split(" ", 2)[0];
            digest.update((steady.length() + ":" + steady).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** At most the true age; zero for unreadable text. */
    private static Duration age(String written) {
        return AGE_PART.matcher(written)
                .results()
                .map(part -> unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(365);
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
