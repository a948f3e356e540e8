package dev.rolesanywhere.operator;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.events.Events;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what would be written. */
public final class RecordedEvents implements Events {
    /** @param budget absent for an Event that is not about a pod */
    public record Recorded(Kind kind, @Nullable Budget budget, String about, String reason, String message) {}

    public final List<Recorded> all = new CopyOnWriteArrayList<>();

    private int room = Integer.MAX_VALUE;

    /** The number of Events about pods that are accepted from now on. */
    public void room(int events) {
        room = events;
    }

    @Override
    public void emit(HasMetadata about, Kind kind, String reason, String message) {
        all.add(new Recorded(kind, null, about.getMetadata().getName(), reason, message));
    }

    @Override
    public boolean warn(PodReference pod, Budget budget, String reason, String message) {
        if (room == 0) {
            return false;
        }
        room--;
        all.add(new Recorded(Kind.Warning, budget, pod.name(), reason, message));
        return true;
    }

    /** The object and the reason of each Event. */
    public List<String> reasons() {
        return all.stream().map(event -> event.about() + " " + event.reason()).toList();
    }

    public List<String> messages() {
        return all.stream().map(Recorded::message).toList();
    }
}
