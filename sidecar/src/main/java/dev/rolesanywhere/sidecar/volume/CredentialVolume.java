package dev.rolesanywhere.sidecar.volume;

import dev.rolesanywhere.client.json.JsonException;
import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of the shared in-memory volume; docs/architecture.md lists them. Each is written beside its place and renamed over it. */
public final class CredentialVolume {
    private static final String DEFAULT_FILE = "default";

    private final Path directory;
    private final SecureRandom random;

    public CredentialVolume(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** The token of a profile's endpoint path (empty: the default path): the one that is there, or a new one. */
    public String token(String profile) throws IOException {
        Path file = profile.isEmpty()
                ? directory.resolve(Sidecar.TOKEN_FILE)
                : directory.resolve(Sidecar.TOKENS_DIRECTORY).resolve(profile);
        String existing = read(file);
        if (existing != null && existing.length() == 43) {
            return existing;
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        write(file, token); // no newline: most SDKs refuse one in a header
        return token;
    }

    public void save(HeldCredentials held) throws IOException {
        write(profileFile(held.profile()), json(held.credentials()));
    }

    /** The AWS config files, with a profile for each name and {@code [default]} for the default one. */
    public void saveConfig(List<String> profiles, @Nullable String defaultProfile) throws IOException {
        StringBuilder config = new StringBuilder();
        StringBuilder credentials = new StringBuilder();
        if (defaultProfile != null) {
            section(config, "[default]", defaultProfile);
            section(credentials, "[default]", defaultProfile);
        }
        for (String profile : profiles) {
            section(config, "[profile " + profile + "]", profile);
            section(credentials, "[" + profile + "]", profile);
        }
        write(directory.resolve(Sidecar.CONFIG_FILE), config.toString());
        write(directory.resolve(Sidecar.CREDENTIALS_FILE), credentials.toString());
        write(directory.resolve(DEFAULT_FILE), defaultProfile == null ? "" : defaultProfile);
    }

    /** What an earlier process left that can still be served. */
    public List<HeldCredentials> restore(Instant now) throws IOException {
        List<HeldCredentials> restored = new ArrayList<>();
        Path profiles = directory.resolve(Sidecar.PROFILES_DIRECTORY);
        if (!Files.isDirectory(profiles)) {
            return restored;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles, "*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                HeldCredentials held = parse(name.substring(0, name.length() - 5), read(file), now);
                if (held != null && held.usableAt(now)) {
                    restored.add(held);
                }
            }
        }
        return restored;
    }

    public @Nullable String restoredDefault() throws IOException {
        String name = read(directory.resolve(DEFAULT_FILE));
        return name == null || name.isEmpty() ? null : name;
    }

    private void section(StringBuilder out, String header, String profile) {
        out.append(header)
                .append("\ncredential_process = cat ")
                .append(profileFile(profile))
                .append("\n\n");
    }

    private Path profileFile(String profile) {
        return directory.resolve(Sidecar.PROFILES_DIRECTORY).resolve(profile + ".json");
    }

    private static String json(Credentials credentials) {
        return new JsonWriter()
                .beginObject()
                .member("Version", 1L)
                .member("AccessKeyId", credentials.accessKeyId())
                .member("SecretAccessKey", credentials.secretAccessKey())
                .member("SessionToken", credentials.sessionToken())
                .member("Expiration", credentials.expiration().toString())
                .endObject()
                .toString();
    }

    private static @Nullable HeldCredentials parse(String profile, @Nullable String text, Instant now) {
        try {
            JsonObject json = JsonObject.parse(text == null ? "" : text);
            return new HeldCredentials(
                    profile,
                    new Credentials(
                            json.string("AccessKeyId"),
                            json.string("SecretAccessKey"),
                            json.string("SessionToken"),
                            Instant.parse(json.string("Expiration"))),
                    now);
        } catch (JsonException | DateTimeException e) {
            return null; // not ours, or cut off: a new one is on its way
        }
    }

    private static @Nullable String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void write(Path file, String content) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(beside, content.getBytes(StandardCharsets.UTF_8));
        // Containers run under any UID; the mount is the boundary, not the mode.
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
