package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Facts;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a check found.
 *
 * @param installation facts of the installation
 * @param objects facts of trust anchors, roles and bindings
 */
record Findings(List<Fact> installation, List<Fact> objects) {
    static Findings ofInstallation(List<Fact> facts) {
        return new Findings(facts, List.of());
    }

    List<Fact> all() {
        return Stream.concat(installation.stream(), objects.stream()).toList();
    }

    /** @param tolerateObjects whether only problems of the installation count */
    boolean fail(boolean tolerateObjects) {
        return Facts.anyBad(tolerateObjects ? installation : all());
    }

    String summary(boolean tolerateObjects) {
        long bad = bad(all());
        if (bad == 0) {
            return "No problem found.";
        }
        return fail(tolerateObjects)
                ? "%d of %d checks failed. Fix the first one first.".formatted(bad, all().size())
                : "No problem of the installation found. Of trust anchors, roles and bindings, %d checks failed."
                        .formatted(bad);
    }

    private static long bad(List<Fact> facts) {
        return facts.stream().filter(Fact::isBad).count();
    }
}
