package dev.rolesanywhere.webhook.injection;

import java.util.ArrayList;
import java.util.List;

/**
 * An absolute path inside a container. {@code /run} and {@code /var/run} count as equal, because one links to the other
 * in most images.
 *
 * @param names of the directories from the root
 */
record Directory(List<String> names) {

    static Directory of(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        if (!names.isEmpty() && names.getFirst().equals("run")) {
            names.addFirst("var");
        }
        return new Directory(List.copyOf(names));
    }

    /** Whether it is the other directory or contains it. */
    boolean holds(Directory other) {
        return other.names.size() >= names.size()
                && other.names.subList(0, names.size()).equals(names);
    }

    boolean liesAboveOrBelow(Directory other) {
        return holds(other) || other.holds(this);
    }
}
