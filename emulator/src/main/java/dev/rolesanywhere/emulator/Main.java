package dev.rolesanywhere.emulator;

import dev.rolesanywhere.emulator.protocol.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Runs the emulator as a process. */
public final class Main {
    private static final int USAGE_ERROR = 2;

    private Main() {}

    /** Starts, prints the address, and runs until it is stopped. */
    public static void main(String[] args) {
        try {
            Emulator emulator = start(Arguments.parse(List.of(args), System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(USAGE_ERROR);
        } catch (NoSuchFileException e) {
            System.err.println("The emulator cannot start: missing file " + e.getMessage());
            System.exit(1);
        } catch (Refusal | IOException | GeneralSecurityException e) {
            System.err.println("The emulator cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Emulator start(Arguments arguments) throws IOException, GeneralSecurityException {
        Optional<Path> file = arguments.file("config");
        Configuration configuration = file.isPresent() ? Configuration.read(file.get()) : Configuration.none();
        Emulator emulator = Emulator.start(new EmulatorSettings(
                new InetSocketAddress(arguments.host(), arguments.port()),
                configuration.account(),
                Clock.systemUTC(),
                new SecureRandom(),
                tls(arguments),
                System.out::println));
        emulator.define(configuration.json());
        System.out.println("IAM Roles Anywhere and STS emulator at " + emulator.endpoint() + ", account "
                + configuration.account().id() + ", region "
                + configuration.account().region());
        return emulator;
    }

    private static Optional<SSLContext> tls(Arguments arguments) throws IOException, GeneralSecurityException {
        Optional<Path> certificate = arguments.file("tls-cert");
        Optional<Path> key = arguments.file("tls-key");
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(Tls.context(certificate.get(), key.get()))
                : Optional.empty();
    }
}
