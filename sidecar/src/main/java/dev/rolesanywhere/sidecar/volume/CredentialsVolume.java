package dev.rolesanywhere.sidecar.volume;

import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shared volume; its layout is in docs/architecture.md. */
public final class CredentialsVolume {
    private static final String JSON = ".json";

    private final Path root;
    private final Path profiles;
    private final Path tokens;
    private final Path roleTokens;
    private final Path defaultCredentials;

    public CredentialsVolume(Path root) {
        this.root = root;
        this.profiles = root.resolve(Sidecar.PROFILES_DIRECTORY);
        this.tokens = root.resolve(Sidecar.TOKENS_DIRECTORY);
        this.roleTokens = root.resolve(Sidecar.ROLE_TOKENS_DIRECTORY);
        this.defaultCredentials = root.resolve(Sidecar.DEFAULT_CREDENTIALS_FILE);
    }

    /** Creates the directories. */
    public void prepare() throws IOException {
        Files.createDirectories(profiles);
        Files.createDirectories(tokens);
        Files.createDirectories(roleTokens);
    }

    public void writeDefaultToken(String token) throws IOException {
        AtomicFile.write(root.resolve(Sidecar.TOKEN_FILE), token);
    }

    public void writeToken(String profile, String token) throws IOException {
        AtomicFile.write(tokens.resolve(profile), token);
    }

    public void writeRoleToken(String role, String token) throws IOException {
        AtomicFile.write(roleTokens.resolve(role), token);
    }

    /** In the format of credential_process, with the role's name. */
    public void writeCredentials(String profile, String role, Credentials credentials) throws IOException {
        AtomicFile.write(profiles.resolve(profile + JSON), new StoredCredentials(role, credentials).json());
    }

    public void removeCredentials(String profile) throws IOException {
        Files.deleteIfExists(profiles.resolve(profile + JSON));
    }

    /** The credentials for {@code [default]} of the config files. */
    public void writeDefaultCredentials(String role, Credentials credentials) throws IOException {
        AtomicFile.write(defaultCredentials, new StoredCredentials(role, credentials).json());
    }

    public void removeDefaultCredentials() throws IOException {
        Files.deleteIfExists(defaultCredentials);
    }

    /** For a restart: the role of the default path, with or without credentials. */
    public void writeDefaultRole(String role) throws IOException {
        AtomicFile.write(root.resolve(Sidecar.DEFAULT_ROLE_FILE), role);
    }

    /** @param hasDefault whether there is a default role */
    public void writeConfig(Collection<String> names, boolean hasDefault) throws IOException {
        Path file = hasDefault ? defaultCredentials : null;
        AtomicFile.write(root.resolve(Sidecar.CONFIG_FILE), AwsConfigFiles.text(profiles, names, file, "profile "));
        AtomicFile.write(
                root.resolve(Sidecar.PROFILES_CONFIG_FILE), AwsConfigFiles.text(profiles, names, null, "profile "));
        AtomicFile.write(root.resolve(Sidecar.CREDENTIALS_FILE), AwsConfigFiles.text(profiles, names, file, ""));
    }

    /** Removes files without a profile or role: of removed roles, and from interrupted writes. */
    public void removeOthers(Collection<String> names, Collection<String> roles) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles)) {
            for (Path file : files) {
                if (!names.contains(profile(file))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        keepOnly(tokens, names);
        keepOnly(roleTokens, roles);
    }

    private static void keepOnly(Path directory, Collection<String> names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The bundle that a restarted sidecar trusts, because its environment may be two rotations old. Public. */
    public void writeIssuerBundle(String pem) throws IOException {
        AtomicFile.write(root.resolve(Sidecar.ISSUER_BUNDLE_FILE), pem);
    }

    /** Null if no earlier sidecar wrote one. */
    public @Nullable String readIssuerBundle() {
        return read(root.resolve(Sidecar.ISSUER_BUNDLE_FILE));
    }

    /** For a restart: whether a client has requested credentials, or the operator received the report that none has. */
    public void writeClients(String state) throws IOException {
        AtomicFile.write(root.resolve(Sidecar.CLIENTS_FILE), state);
    }

    /** Null if no earlier sidecar wrote one. */
    public @Nullable String readClients() {
        return read(root.resolve(Sidecar.CLIENTS_FILE));
    }

    /** Whether a container that reads the volume finds the default role's credentials and the default token. */
    public boolean holds(@Nullable String defaultRole, String defaultToken) {
        StoredCredentials stored = parse(defaultCredentials);
        return stored != null && stored.role().equals(defaultRole) && defaultToken.equals(readDefaultToken());
    }

    /** Null if no earlier sidecar wrote one. */
    public @Nullable String readDefaultToken() {
        return read(root.resolve(Sidecar.TOKEN_FILE));
    }

    public @Nullable String readRoleToken(String role) {
        return read(roleTokens.resolve(role));
    }

    /** Null if absent or not a valid name. */
    public @Nullable String readDefaultRole() {
        String role = read(root.resolve(Sidecar.DEFAULT_ROLE_FILE));
        return role != null && IssuedRole.isProfile(role) ? role : null;
    }

    /** The stored default role of an earlier sidecar; null if absent or unreadable. */
    public @Nullable StoredCredentials readDefaultCredentials() {
        return parse(defaultCredentials);
    }

    /**
     * The stored credentials of an earlier sidecar, by profile; files that are unreadable or name no role are ignored.
     *
     * @param damaged receives the names of unreadable files
     */
    public Map<String, StoredCredentials> readCredentials(List<String> damaged) throws IOException {
        Map<String, StoredCredentials> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles)) {
            for (Path file : files) {
                String profile = profile(file);
                StoredCredentials credentials = IssuedRole.isProfile(profile) ? parse(file) : null;
                if (credentials != null) {
                    found.put(profile, credentials);
                } else {
                    damaged.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    /** Empty if the file does not belong to a profile. */
    private static String profile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : "";
    }

    private static @Nullable StoredCredentials parse(Path file) {
        String text = read(file);
        try {
            return text == null ? null : StoredCredentials.read(text);
        } catch (MalformedJsonException e) {
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
