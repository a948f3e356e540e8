package dev.rolesanywhere.e2e.attack;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * {@code make attack}: runs each attack for a number of seconds, starts a pod during each, and prints a table of the
 * results. Exits with 1 if any request failed.
 */
public final class Campaign {
    private static final String METHOD = """
            Each attack lasts %d s. K3s in a container on this machine (%d processors); one webhook, two operators and the sidecars with the chart's own limits.
            The attacker's pod has a core and no right; one kind of attack at a time. Beside it, through the whole attack: a pod creation (server-side dry run)
            every 250 ms, which must be injected; a certificate for one of five pods every 400 ms; ten requests for credentials a second in a pod without a CPU
            limit and in one whose sidecar has 100m; a bound pod that is created when the attack has begun, and must run before it ends; the kubelet's
            liveness and readiness probes of operator and webhook. Memory is the most resident memory (VmHWM) of each process since the attack began.
            """;

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Duration time;
    private final String only;
    private final Ground ground;
    private final List<String> losses = new ArrayList<>();

    /** @param only a part of the names of the attacks to run; empty for all */
    private Campaign(Duration time, String only) throws Exception {
        this.time = time;
        this.only = only;
        this.ground = new Ground();
    }

    public static void main(String[] args) throws Exception {
        if (!Cluster.available()) {
            System.err.println("make attack needs a Docker engine, to run Kubernetes in a container.");
            System.exit(1);
        }
        long seconds = Long.parseLong(args[0]);
        System.out.printf(METHOD, seconds, Runtime.getRuntime().availableProcessors());
        System.out.println();
        Campaign campaign = new Campaign(Duration.ofSeconds(seconds), args.length > 1 ? args[1] : "");
        System.out.println(Result.heading());
        campaign.run();
        System.out.println(campaign.losses.isEmpty() ? "\nNothing was lost." : "\nLost:");
        campaign.losses.forEach(loss -> System.out.println("- " + loss));
        System.exit(campaign.losses.isEmpty() ? 0 : 1);
    }

    private void run() {
        Stream.of(Attack.OBSERVED.stream(), Attack.FURTHER.stream(), Stream.of(Attack.BURST))
                .flatMap(attacks -> attacks)
                .filter(attack -> attack.toString().contains(only))
                .forEach(this::one);
        if (only.isEmpty()) {
            runThoseWithAnAftermath();
        }
    }

    private void runThoseWithAnAftermath() {
        one(Attack.STANDBY_KEYS);
        one(Attack.OUTCOME_TEXTS);
        expect("statuses move after hostile text", () -> {
            Statuses statuses = new Statuses(Installation.get().client(), Ground.ATTACKERS);
            statuses.change();
            await().atMost(Cluster.PATIENCE).until(() -> statuses.behind().isEmpty());
            return true;
        });
        one(Attack.EVENT_FLOOD);
        expect("another namespace's Event comes after the flood", () -> {
            Pod bystander = ground.reports().bystander();
            await().atMost(Cluster.PATIENCE).until(() -> ground.reports().hasEvent(bystander));
            return true;
        });
        expect("the new keys at the active replica are an Event MoreKeysThanRestarts", ground::alarmed);
    }

    private void one(Attack attack) {
        expect(attack + " was carried out", () -> {
            Result result = ground.run(attack, time, startsPod(attack));
            System.out.println(result.row());
            result.casualties().forEach(it -> lost(attack + ": " + it));
            result.unserved().forEach(it -> lost(attack + ": " + it));
            if (attack.equals(Attack.STANDBY_KEYS) && result.answers("200") > 0) {
                lost(attack + ": " + result.answers("200") + " leaf certificates");
            }
            return result.tookPlace();
        });
    }

    /** A start takes some seconds, so short attacks skip it, except attacks on the listener that the kubelet calls. */
    private boolean startsPod(Attack attack) {
        return time.compareTo(LONG) >= 0 || attack.on() == Attack.On.SIDECARS;
    }

    private void lost(String what) {
        losses.add(what);
        System.err.println("Lost: " + what);
    }

    private void expect(String what, Callable<Boolean> check) {
        String wrong = null;
        try {
            wrong = check.call() ? null : "it is not so";
        } catch (Exception e) {
            wrong = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        }
        if (wrong != null) {
            lost(what + ": " + wrong);
        }
    }
}
