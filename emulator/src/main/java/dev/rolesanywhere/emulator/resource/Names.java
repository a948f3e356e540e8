package dev.rolesanywhere.emulator.resource;

import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.regex.Pattern;

/** AWS's rules for names and ids of resources. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[ a-zA-Z0-9_-]{1,255}");
    private static final Pattern UUID = Pattern.compile("[a-f0-9]{8}-([a-z0-9]{4}-){3}[a-z0-9]{12}");

    private Names() {}

    public static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("1 validation error detected: Value at '/name' failed to satisfy constraint:"
                    + " Member must satisfy regular expression pattern: ^[ a-zA-Z0-9-_]*$");
        }
        return name;
    }

    public static String id(String id) {
        if (!UUID.matcher(id).matches()) {
            throw Refusal.invalid(
                    "An id is a lower-case UUID such as 0a1b2c3d-0000-4000-8000-000000000001, not: " + id);
        }
        return id;
    }
}
