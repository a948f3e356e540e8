package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The operator's statements about a pod. */
final class Reports {
    private static final String OPERATOR = "rolesanywhere.dev/operator";
    private static final String NORMAL = "NeverAsked";

    private Reports() {}

    /**
     * The binding's status names at most five unserved pods per reason. An Event with the same reason concerns only this pod.
     */
    static Optional<Fact> inStatus(PodView view, AWSRoleBinding binding) {
        String name =
                "the operator on this pod, binding " + binding.getMetadata().getName();
        return tally(view.name(), binding).map(tally -> {
            String finding = "%s since %s".formatted(tally.reason(), tally.since());
            String todo = view.events().stream()
                    .filter(event -> isOfTheOperator(event) && tally.reason().equals(event.getReason()))
                    .reduce((earlier, later) -> later)
                    .map(Event::getMessage)
                    .or(() -> message(binding))
                    .orElse("kubectl describe awsrb %s"
                            .formatted(binding.getMetadata().getName()));
            return tally.reason().equals(NORMAL)
                    ? Fact.unknown(name, finding, todo)
                    : Fact.bad(name, finding, ReasonPages.withoutAddress(todo), Pages.reason(tally.reason()));
        });
    }

    private static Optional<PodTally> tally(String pod, AWSRoleBinding binding) {
        List<PodTally> tallies = binding.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(binding.getStatus().unservedPods(), List.<PodTally>of());
        return tallies.stream().filter(tally -> tally.pods().contains(pod)).findFirst();
    }

    /** The operator's last Event. Its warning is the cause only while the pod has no credentials. */
    static Optional<Fact> lastEvent(List<Event> events, boolean served) {
        return events.stream()
                .filter(Reports::isOfTheOperator)
                .reduce((earlier, later) -> later)
                .map(event -> {
                    String name = "the operator's last Event (%s)".formatted(event.getLastTimestamp());
                    String message = Objects.requireNonNullElse(event.getMessage(), "");
                    return !served && "Warning".equals(event.getType())
                            ? Fact.bad(name, event.getReason(), message, Pages.reason(event.getReason()))
                            : Fact.unknown(name, event.getReason(), message);
                });
    }

    static boolean isOfTheOperator(Event event) {
        return OPERATOR.equals(event.getReportingComponent());
    }

    private static Optional<String> message(AWSRoleBinding binding) {
        return binding.getStatus() == null
                ? Optional.empty()
                : Conditions.find(binding.getStatus().conditions(), BindingCondition.PodsServed.name())
                        .map(Condition::message);
    }
}
