package dev.rolesanywhere.e2e.fault;

import static dev.rolesanywhere.e2e.scenario.Workload.container;

import dev.rolesanywhere.e2e.scenario.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The applications of {@link FaultsE2E}.
 *
 * @param revoked the application whose leaf will be revoked; in a separate pod, because each answer of the operator has
 *     new leaves for all roles of a pod
 * @param node the application with the node's faults on its volumes
 * @param killed the applications whose sidecars are killed, with AWS's hour for a session
 */
record Applications(
        Map<AwsFault, Application> faulty, Application revoked, Application node, List<Application> killed) {
    /** The renewal interval is a sixth of it; a minute before its end it is no longer served. */
    private static final Duration SESSION = Duration.ofMinutes(4);
    /** For applications whose renewal never stops for long, the interval may be shorter. */
    private static final Duration SHORTER = Duration.ofMinutes(3);
    /**
     * From the refusal of its leaf until the operator runs again, and then until the backoff's next attempt, 4 min
     * after the refusal.
     */
    private static final Duration OUTLASTING = Duration.ofMinutes(8);
    /** An SDK uses the node's clock: with a clock that is 20 min fast, this looks like 7 min. */
    private static final Duration LONGER = Duration.ofMinutes(27);

    private static final String REVOKED = "faults-revoked";
    private static final String NODE = "faults-node";
    private static final String KILLED = "faults-killed";
    private static final int KILLED_PODS = 2;

    /** Returns after each application has credentials, also with a wrong clock. */
    static Applications start(Installation installation, ExecutorService atOnce)
            throws ExecutionException, InterruptedException {
        installation.emulator().faults(AwsFault.json(AwsFault::isOfTheClock));
        Map<String, String> together = new LinkedHashMap<>();
        List<Future<Map<String, Application>>> starting = new ArrayList<>();
        for (AwsFault fault : AwsFault.values()) {
            if (fault.isOfTheClock()) {
                starting.add(atOnce.submit(
                        () -> pod(installation, fault.role(), Map.of(fault.role(), fault.words), session(fault))));
            } else {
                together.put(fault.role(), fault.words);
            }
        }
        starting.add(atOnce.submit(() -> pod(installation, "faults", together, SESSION)));
        starting.add(atOnce.submit(() -> pod(
                installation,
                NODE,
                Map.of(NODE, "the volume is full; then the token is garbage, and another one"),
                SHORTER)));
        starting.add(atOnce.submit(() -> pod(
                installation,
                REVOKED,
                Map.of(REVOKED, "the leaf is revoked by a CRL, and the operator away"),
                OUTLASTING)));
        Future<List<Application>> killed = atOnce.submit(() -> toBeKilled(installation));
        Map<String, Application> byRole = new LinkedHashMap<>();
        for (Future<Map<String, Application>> started : starting) {
            byRole.putAll(started.get());
        }
        Map<AwsFault, Application> faulty = new EnumMap<>(AwsFault.class);
        Arrays.stream(AwsFault.values()).forEach(fault -> faulty.put(fault, byRole.get(fault.role())));
        Applications all = new Applications(faulty, byRole.get(REVOKED), byRole.get(NODE), killed.get());
        all.all().forEach(application -> application.awaitSessions(1));
        return all;
    }

    private static Duration session(AwsFault fault) {
        return fault == AwsFault.CLOCK_AHEAD ? LONGER : SESSION;
    }

    private static Map<String, Application> pod(
            Installation installation, String name, Map<String, String> wordsByRole, Duration session) {
        return BoundRoles.bound(installation, name, wordsByRole)
                .withSessionsOf(session)
                .start(name);
    }

    private static List<Application> toBeKilled(Installation installation) {
        BoundRoles bound = BoundRoles.bound(installation, KILLED, Map.of(KILLED, "the sidecar is killed"));
        List<Application> applications = new ArrayList<>();
        for (int pod = 0; pod < KILLED_PODS; pod++) {
            var java = container("java", Installation.JAVA_IMAGE, "0").build();
            applications.addAll(bound.start(KILLED + "-" + pod, java).values());
        }
        return applications;
    }

    Stream<Application> all() {
        return Stream.<Collection<Application>>of(faulty.values(), List.of(revoked, node), killed)
                .flatMap(Collection::stream);
    }

    /** The applications whose sidecar is never killed. */
    List<Application> unharmed() {
        return all().filter(application -> !killed.contains(application)).toList();
    }

    /** The applications with short sessions, after AWS's faults. */
    List<Application> renewing() {
        return unharmed().stream()
                .filter(application -> application != faulty.get(AwsFault.CLOCK_AHEAD) && application != revoked)
                .toList();
    }
}
