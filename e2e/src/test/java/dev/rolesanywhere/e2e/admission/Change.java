package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Stream;

/** A change of another webhook. The pod's annotation names it. */
interface Change {
    String ANNOTATION = "others.test/change";

    /** Name of a change that rejects every pod, which shows that the validating webhook is called. */
    String REFUSES = "Refuses";

    String name();

    void apply(ObjectNode pod);

    /** Whether a validating webhook requires the pod in this change's form. */
    default boolean validates() {
        return false;
    }

    static Change named(String name) {
        return Stream.<Change[]>of(BenignChange.values(), HarmfulChange.values(), AgentPodChange.values())
                .flatMap(Arrays::stream)
                .filter(change -> change.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
