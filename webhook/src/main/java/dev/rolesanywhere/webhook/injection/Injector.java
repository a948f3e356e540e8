package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.injection.Decision.Why;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import java.util.List;
import java.util.random.RandomGenerator;

/** Decides about a pod, and creates the answer for the API server. Pure, except for the given randomness. */
public final class Injector {
    private final Decider decider;
    private final Mutation mutation;

    /** @param random chooses the ports of pods on the node's network */
    public Injector(ChartSettings chart, RandomGenerator random) {
        this.decider = new Decider(chart, random);
        this.mutation = new Mutation(chart);
    }

    /**
     * @param patch JSON Patch operations (RFC 6902); empty without changes
     * @param pod the pod with the patch applied
     */
    public record Injection(Decision decision, ArrayNode patch, ObjectNode pod, List<String> warnings) {}

    public Injection inject(Candidate candidate) {
        PodView pod = candidate.pod();
        return switch (decider.decide(candidate)) {
            case Inject inject -> result(inject, mutation.inject(pod, inject), AdmissionWarnings.on(pod, inject));
            case LeaveAlone alone
            when alone.why() == Why.ServiceAccountOptedOut -> result(alone, Mutation.optOut(pod), List.of());
            case LeaveAlone alone
            when alone.why() == Why.NotBound ->
                result(alone, Mutation.leaveAlone(pod), AdmissionWarnings.onUnbound(pod));
            case LeaveAlone alone
            when alone.why() == Why.DryRun ->
                result(alone, Mutation.leaveAlone(pod), AdmissionWarnings.onDryRun(pod, candidate.dryRuns()));
            case LeaveAlone alone
            when alone.why() == Why.OptedOut -> result(alone, Mutation.leaveAlone(pod), List.of());
            case LeaveAlone alone -> result(alone, new PatchedPod(pod.json()), List.of());
            case Refuse refuse -> result(refuse, new PatchedPod(pod.json()), List.of());
        };
    }

    private static Injection result(Decision decision, PatchedPod patched, List<String> warnings) {
        return new Injection(decision, patched.operations(), patched.document(), warnings);
    }
}
