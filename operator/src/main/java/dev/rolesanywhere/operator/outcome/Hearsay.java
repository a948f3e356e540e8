package dev.rolesanywhere.operator.outcome;

import static java.util.Comparator.comparing;

import dev.rolesanywhere.operator.caller.PodReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known about a set of pods: those that asked, and the last outcome of each.
 *
 * @param everHeard whether this process has ever heard of such a pod: a new leader that has not must not say that there are none
 */
public record Hearsay(boolean everHeard, int asked, List<Outcome> latest, List<NotIssued> notIssued) {
    public static final Hearsay NOTHING = new Hearsay(false, 0, List.of(), List.of());

    /** Pods to which the issuer itself said no. */
    public record NotIssued(PodReference pod, String reason, String message) {}

    public Hearsay {
        latest = List.copyOf(latest);
        notIssued = List.copyOf(notIssued);
    }

    /** Both together; a pod with two roles is counted for each. */
    public Hearsay and(Hearsay other) {
        return new Hearsay(
                everHeard || other.everHeard,
                asked + other.asked,
                Stream.concat(latest.stream(), other.latest.stream()).toList(),
                Stream.concat(notIssued.stream(), other.notIssued.stream()).toList());
    }

    public int served() {
        return (int) latest.stream().filter(Outcome::accepted).count();
    }

    public Optional<Outcome> lastAccepted() {
        return newest(Outcome::accepted);
    }

    public Optional<Outcome> lastRefused() {
        return newest(outcome -> !outcome.accepted());
    }

    /** What AWS thinks of the role: one pod's bad clock says nothing about it as long as another pod got further. */
    public Optional<Outcome> verdict() {
        return newest(outcome -> !outcome.concernsThePodOnly()).or(() -> newest(outcome -> true));
    }

    public Optional<Outcome> newest(Predicate<Outcome> which) {
        return latest.stream().filter(which).max(comparing(Outcome::at));
    }

    /** For people: served, of those that asked. */
    public String pods() {
        return served() + "/" + asked;
    }
}
