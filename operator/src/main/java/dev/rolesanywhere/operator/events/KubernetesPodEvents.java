package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.operator.caller.PodReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/** Warns in core v1 Events, within budgets. */
@Singleton
class KubernetesPodEvents implements PodEvents {
    /** A workload of many pods shows a problem on a few of them. */
    private static final int PODS_OF_AN_ACCOUNT = 5;

    private static final int OF_A_NAMESPACE = 50;

    /** Each pod whose token may be stolen matters. */
    private static final int ALARMS_OF_A_NAMESPACE = 200;

    private final EventSink events;
    private final Map<Budget, EventBudget> budgets;

    KubernetesPodEvents(EventSink events, Clock clock) {
        this.events = events;
        this.budgets = Map.of(
                Budget.ORDINARY, new EventBudget(clock, PODS_OF_AN_ACCOUNT, OF_A_NAMESPACE),
                Budget.SECURITY, new EventBudget(clock, ALARMS_OF_A_NAMESPACE, ALARMS_OF_A_NAMESPACE),
                Budget.NOTICE, new EventBudget(clock, PODS_OF_AN_ACCOUNT, OF_A_NAMESPACE));
    }

    @Override
    public void warn(PodReference pod, Budget budget, String reason, String message) {
        if (Objects.requireNonNull(budgets.get(budget)).takes(pod, reason)) {
            events.write(
                    new ObjectReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("Pod")
                            .withNamespace(pod.namespace())
                            .withName(pod.name())
                            .withUid(pod.uid())
                            .build(),
                    budget == Budget.NOTICE ? ObjectEvents.Kind.Normal : ObjectEvents.Kind.Warning,
                    reason,
                    message);
        }
    }
}
