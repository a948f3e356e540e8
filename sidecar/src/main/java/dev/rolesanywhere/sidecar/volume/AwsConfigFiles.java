package dev.rolesanywhere.sidecar.volume;

import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The text of the AWS {@code config} and {@code credentials} files; they contain no keys, so that SDKs read the credentials again each
 * time.
 */
final class AwsConfigFiles {
    private static final String PROCESS = "credential_process = cat ";

    private AwsConfigFiles() {}

    /**
     * @param defaultFile the file of {@code [default]}; null without a default
     * @param sectionPrefix {@code "profile "} in {@code config}, empty in {@code credentials}
     */
    static String text(Path profiles, Collection<String> names, @Nullable Path defaultFile, String sectionPrefix) {
        StringBuilder out = new StringBuilder("# Written by the aws-credentials sidecar; changes are lost.\n");
        if (defaultFile != null) {
            section(out, "default", defaultFile);
        }
        for (String name : names) {
            if (!name.equals("default")) {
                section(out, sectionPrefix + name, profiles.resolve(name + ".json"));
            }
        }
        return out.toString();
    }

    private static void section(StringBuilder out, String section, Path file) {
        out.append('[').append(section).append("]\n");
        out.append(PROCESS).append(file).append('\n');
    }
}
