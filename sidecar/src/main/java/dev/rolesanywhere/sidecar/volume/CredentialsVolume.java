package dev.rolesanywhere.sidecar.volume;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shared volume; its layout is in docs/architecture.md. */
public final class CredentialsVolume {
    private final Path root;
    private final Path profiles;
    private final Path tokens;

    public CredentialsVolume(Path root) {
        this.root = root;
        this.profiles = root.resolve(Sidecar.PROFILES_DIRECTORY);
        this.tokens = root.resolve(Sidecar.TOKENS_DIRECTORY);
    }

    /** Makes the directories. */
    public void prepare() throws IOException {
        Files.createDirectories(profiles);
        Files.createDirectories(tokens);
    }

    public void writeDefaultToken(String token) throws IOException {
        AtomicFile.write(root.resolve(Sidecar.TOKEN_FILE), token);
    }

    public void writeToken(String profile, String token) throws IOException {
        AtomicFile.write(tokens.resolve(profile), token);
    }

    /** In the format of credential_process. */
    public void writeCredentials(String profile, Credentials credentials) throws IOException {
        AtomicFile.write(
                profiles.resolve(profile + ".json"),
                new JsonWriter()
                        .member("Version", 1)
                        .member("AccessKeyId", credentials.accessKeyId())
                        .member("SecretAccessKey", credentials.secretAccessKey())
                        .member("SessionToken", credentials.sessionToken())
                        .member("Expiration", wholeSeconds(credentials.expiration()))
                        .toString());
    }

    public void writeConfig(Collection<String> names, @Nullable String defaultName) throws IOException {
        AtomicFile.write(
                root.resolve(Sidecar.CONFIG_FILE), AwsConfigFiles.text(profiles, names, defaultName, "profile "));
        AtomicFile.write(
                root.resolve(Sidecar.PROFILES_CONFIG_FILE), AwsConfigFiles.text(profiles, names, null, "profile "));
        AtomicFile.write(root.resolve(Sidecar.CREDENTIALS_FILE), AwsConfigFiles.text(profiles, names, defaultName, ""));
    }

    public void removeCredentials(String profile) throws IOException {
        Files.deleteIfExists(profiles.resolve(profile + ".json"));
    }

    /** Removes what belongs to no profile: of roles that are gone, and what an interrupted write left. */
    public void removeOthers(Collection<String> names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles)) {
            for (Path file : files) {
                if (!names.contains(profile(file))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(tokens)) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The bundle that a restarted sidecar trusts, though its environment may be two rotations old. Public. */
    public void writeIssuerBundle(String pem) throws IOException {
        AtomicFile.write(root.resolve(Sidecar.ISSUER_BUNDLE_FILE), pem);
    }

    /** Null where a sidecar wrote none before. */
    public @Nullable String readIssuerBundle() {
        return read(root.resolve(Sidecar.ISSUER_BUNDLE_FILE));
    }

    /** Whether a container that reads the volume finds this profile's credentials and the default token. */
    public boolean holds(@Nullable String profile, String defaultToken) {
        return profile != null
                && defaultToken.equals(readDefaultToken())
                && parse(profiles.resolve(profile + ".json")) != null;
    }

    /** Null where a sidecar wrote none before. */
    public @Nullable String readDefaultToken() {
        return read(root.resolve(Sidecar.TOKEN_FILE));
    }

    public @Nullable String readToken(String profile) {
        return read(tokens.resolve(profile));
    }

    public @Nullable String readDefaultName() {
        String config = read(root.resolve(Sidecar.CONFIG_FILE));
        return config == null ? null : AwsConfigFiles.defaultName(config);
    }

    /**
     * What a sidecar before this one left, by profile; whatever cannot be read is as if it were not there.
     *
     * @param damaged gets the names of files that cannot be read
     */
    public Map<String, Credentials> readCredentials(List<String> damaged) throws IOException {
        Map<String, Credentials> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles)) {
            for (Path file : files) {
                String profile = profile(file);
                Credentials credentials = IssuedRole.isProfile(profile) ? parse(file) : null;
                if (credentials != null) {
                    found.put(profile, credentials);
                } else {
                    damaged.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    /** Empty for a file that is no profile's. */
    private static String profile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") ? name.substring(0, name.length() - 5) : "";
    }

    private static @Nullable Credentials parse(Path file) {
        String text = read(file);
        try {
            if (text == null) {
                return null;
            }
            JsonObject json = JsonReader.readObject(text);
            return new Credentials(
                    json.requiredString("AccessKeyId"),
                    json.requiredString("SecretAccessKey"),
                    json.requiredString("SessionToken"),
                    Instant.parse(json.requiredString("Expiration")));
        } catch (IOException | DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable String read(Path file) {
        try {
            String text = Files.readString(file);
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null;
        }
    }

    /** RFC 3339 in UTC without a fraction, which some SDKs do not parse. */
    public static String wholeSeconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond()).toString();
    }
}
