package dev.rolesanywhere.plugin.migrate;

import java.util.List;
import java.util.SequencedMap;

/**
 * A written migration plan.
 *
 * @param files contents by name, as objects
 * @param lookUp facts that the user must find out
 */
record Written(SequencedMap<String, List<Object>> files, List<Step> steps, List<String> lookUp, List<String> notes) {}
