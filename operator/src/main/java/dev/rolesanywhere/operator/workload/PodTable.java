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
 * What {@code kubectl get pods} shows of a namespace: the API server's own table, which is a twentieth of the pods. It tells whether a look at
 * the pods themselves would find something else than the last one.
 *
 * @param digest of names, states, restarts, addresses and nodes
 * @param well whether all containers of all pods run and are ready: nothing of them depends on time then
 * @param youngest the age of the youngest, or a little less; absent where there is no pod
 */
record PodTable(String digest, boolean well, Optional<Duration> youngest) {
    static final String MEDIA_TYPE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /** Another pod of the same name has another address or node, or is younger. */
    private static final List<String> COLUMNS = List.of("Name", "Ready", "Status", "Restarts", "IP", "Node", "Age");

    private static final Pattern READY = Pattern.compile("(\\d+)/(\\d+)");
    private static final Pattern AGE_PART = Pattern.compile("(\\d+)([smhdy])");
    /** @return empty where the answer is no table with these columns */
    static Optional<PodTable> of(JsonNode answer) {
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

    /** Whether these are the pods of an earlier table, as they were, and all run well. */
    boolean isStill(PodTable before, Duration since) {
        return well
                && digest.equals(before.digest)
                && youngest.filter(age -> age.compareTo(since) <= 0).isEmpty();
    }

    private static boolean runsWell(String ready, String status) {
        Matcher counts = READY.matcher(ready);
        return status.equals("Running") && counts.matches() && counts.group(1).equals(counts.group(2));
    }

    /** All but the age, and the restarts without when the last one was: both change by themselves. */
    private static void add(MessageDigest digest, List<String> cells) {
        for (String cell : cells.subList(0, cells.size() - 1)) {
            String steady = cell.split(" ", 2)[0];
            digest.update((steady.length() + ":" + steady).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** At most the true age; zero for what cannot be read. */
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
