package dev.rolesanywhere.plugin.migrate;

import java.util.List;
import java.util.SequencedMap;

/**
 * A migration as it is written down.
 *
 * @param files contents by name, as objects
 * @param lookUp what the user must find out, since nothing here shows it
 */
record Written(SequencedMap<String, List<Object>> files, List<Step> steps, List<String> lookUp, List<String> notes) {}
