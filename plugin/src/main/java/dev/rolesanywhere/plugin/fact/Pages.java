package dev.rolesanywhere.plugin.fact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** Addresses of the documentation's pages. Their prefix is the property docs.base of the module's POM. */
public final class Pages {
    private Pages() {}

    /**
     * The address of a page of the site, which {@code make site} builds from the repository's files.
     *
     * @param page a file of docs/, such as operations.md#rotating-the-ca, or ../README.md
     */
    public static String of(String page) {
        String[] parts = page.split("#", 2);
        String name = parts[0].replace("../", "").replace(".md", "").toLowerCase(Locale.ROOT);
        return Build.PROPERTIES.getProperty("docs") + "/" + name + "/" + (parts.length == 2 ? "#" + parts[1] : "");
    }

    /** The section about a reason. */
    public static String reason(String reason) {
        return of("troubleshooting.md" + (reason.matches("[A-Za-z0-9]+") ? "#" + reason.toLowerCase(Locale.ROOT) : ""));
    }

    public static String version() {
        return Objects.requireNonNull(Build.PROPERTIES.getProperty("version"));
    }

    private static final class Build {
        private static final Properties PROPERTIES = read();

        private static Properties read() {
            try (InputStream text = Pages.class.getResourceAsStream("/plugin.properties")) {
                Properties read = new Properties();
                read.load(Objects.requireNonNull(text));
                return read;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
