package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.workload.PodEventParser.Event;
import java.time.Duration;
import java.util.function.Consumer;

/** Events about all pods of the cluster. */
interface PodEvents {
    /** The present resource version of pods. */
    String version();

    /**
     * Passes on the events after this version. Returns after this time, or earlier if the API server ends the request.
     *
     * @param most bytes to read
     * @return false if there were more bytes: then events are missing
     * @throws RuntimeException if the connection failed, or did not end in time; events may be missing
     */
    boolean read(String version, Duration time, long most, Consumer<Event> events) throws InterruptedException;
}
