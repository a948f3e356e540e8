package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.scan.Finding;
import dev.rolesanywhere.plugin.scan.Workload;
import dev.rolesanywhere.plugin.workload.Maker;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A workload and the static keys of its containers.
 *
 * @param keys access key IDs; {@link #UNKNOWN} for one whose ID could not be read
 */
record Usage(Workload workload, List<Finding> findings, SortedSet<String> keys) {
    static final String UNKNOWN = "unknown";

    static Usage of(Workload workload, List<Finding> all) {
        List<Finding> findings = all.stream()
                .filter(finding -> finding.kind().isKeyOfContainer())
                .filter(finding -> finding.namespace().equals(workload.namespace())
                        && finding.object().equals(workload.object()))
                .toList();
        SortedSet<String> keys = new TreeSet<>();
        findings.stream().map(Finding::accessKeyId).filter(id -> id != null).forEach(keys::add);
        if (keys.isEmpty() && !findings.isEmpty()) {
            keys.add(UNKNOWN);
        }
        return new Usage(workload, findings, keys);
    }

    String namespace() {
        return workload.namespace();
    }

    Maker maker() {
        return Maker.valueOf(workload.object().substring(0, workload.object().indexOf('/')));
    }

    String name() {
        return workload.object().substring(workload.object().indexOf('/') + 1);
    }

    /** The name for kubectl's arguments. */
    String reference() {
        return maker().word() + "/" + name();
    }

    /** For a file's name. */
    String fileName() {
        return "%s-%s-%s".formatted(namespace(), maker().word(), name());
    }
}
