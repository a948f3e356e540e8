package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.authorities.Pods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A SoftHSM token in target/. SoftHSM reads its configuration once for each process, so there is one for all tests. */
public final class SoftHsm {
    private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");
    private static @Nullable SoftHsm shared;

    private final Path module;
    private final Path tokens;
    private final long slot;

    private SoftHsm(Path module, Path tokens, long slot) {
        this.module = module;
        this.tokens = tokens;
        this.slot = slot;
    }

    /** Whether SoftHSM is installed, for {@link NeedsSoftHsm}. */
    static boolean installed() {
        return module().isPresent();
    }

    public static synchronized SoftHsm shared() throws Exception {
        if (shared == null) {
            shared = make(module().orElseThrow(() -> new IllegalStateException(NeedsSoftHsm.REASON)));
        }
        return shared;
    }

    private static Optional<Path> module() {
        return Stream.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst();
    }

    private static SoftHsm make(Path module) throws IOException, InterruptedException {
        Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path tokens = Files.createTempDirectory(Path.of("target"), "tokens").toAbsolutePath();
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        // SoftHSM does not see tokens that are created after its start in this process.
        token("twin");
        token("twin");
        return new SoftHsm(module, tokens, token("ca"));
    }

    private static long token(String label) throws IOException, InterruptedException {
        String output = run(
                "softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "27182818", "--pin", Pods.PIN);
        Matcher matcher = SLOT.matcher(output);
        if (!matcher.find()) {
            throw new IOException(output);
        }
        return Long.parseLong(matcher.group(1));
    }

    public Pkcs11Uri uri(String label) {
        return uri(label, Map.of(TokenName.Attribute.SLOT, Long.toString(slot)));
    }

    Pkcs11Uri uri(String label, Map<TokenName.Attribute, String> token) {
        return new Pkcs11Uri(module.toString(), new TokenName(token), label);
    }

    /** The attributes of the tokens; 'ca' is the one of {@link #uri(String)}, two others are 'twin'. */
    List<TokenName> tokens(String label) {
        return PresentTokens.of(module).stream()
                .filter(token -> label.equals(token.attributes().get(TokenName.Attribute.LABEL)))
                .toList();
    }

    String configuration(String name) {
        return "--name=" + name + "\nlibrary=" + module + "\nslot=" + slot + "\n";
    }

    /** A CA with the commands of docs/authorities.md. */
    public void authority(String label, String curve) throws IOException, InterruptedException {
        keyPair(label, curve, "-ext", "bc:critical=ca:true,pathlen:0", "-ext", "ku:critical=keyCertSign,cRLSign");
    }

    void endEntity(String label) throws IOException, InterruptedException {
        keyPair(label, "secp256r1", "-ext", "ku:critical=digitalSignature");
    }

    private void keyPair(String label, String curve, String... extensions) throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                tokens.resolveSibling("pkcs11-" + label + ".cfg"),
                configuration("keytool").substring(2));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-providerClass",
                "sun.security.pkcs11.SunPKCS11",
                "-providerArg",
                configuration.toString(),
                "-storepass",
                Pods.PIN,
                "-alias",
                label,
                "-keyalg",
                "EC",
                "-groupname",
                curve,
                "-dname",
                "O=prod.example.org,CN=roles-anywhere " + label,
                "-validity",
                "3652"));
        command.addAll(List.of(extensions));
        run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("softhsm", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(command[0] + ": " + Files.readString(output).strip());
        }
        return Files.readString(output);
    }
}
