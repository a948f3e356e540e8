package dev.rolesanywhere.sidecar.volume;

import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The text of the AWS {@code config} and {@code credentials} files; no keys in either, so that SDKs ask again and again. */
final class AwsConfigFiles {
    private static final String PROCESS = "credential_process = cat ";

    private AwsConfigFiles() {}

    /** @param sectionPrefix {@code "profile "} in {@code config}, empty in {@code credentials} */
    static String text(Path profiles, Collection<String> names, @Nullable String defaultName, String sectionPrefix) {
        StringBuilder out = new StringBuilder("# Written by the aws-credentials sidecar; changes are lost.\n");
        if (defaultName != null) {
            section(out, "default", profiles, defaultName);
        }
        for (String name : names) {
            if (!name.equals("default")) {
                section(out, sectionPrefix + name, profiles, name);
            }
        }
        return out.toString();
    }

    /** The profile behind {@code [default]} of such a file; null where there is none. */
    static @Nullable String defaultName(String text) {
        String marker = "[default]\n" + PROCESS;
        int start = text.indexOf(marker);
        if (start < 0) {
            return null;
        }
        int end = text.indexOf(".json\n", start);
        return end < 0 ? null : text.substring(text.lastIndexOf('/', end) + 1, end);
    }

    private static void section(StringBuilder out, String section, Path profiles, String name) {
        out.append('[').append(section).append("]\n");
        out.append(PROCESS).append(profiles.resolve(name + ".json")).append('\n');
    }
}
