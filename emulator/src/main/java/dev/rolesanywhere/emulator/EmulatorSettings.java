package dev.rolesanywhere.emulator;

import dev.rolesanywhere.emulator.arn.Account;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * The settings of an emulator.
 *
 * @param address port 0 selects a free port
 * @param account account of its resources
 * @param log receives one line per call, without secrets
 */
public record EmulatorSettings(
        InetSocketAddress address,
        Account account,
        Clock clock,
        RandomGenerator random,
        Optional<SSLContext> tls,
        Consumer<String> log) {
    /** The default account, one of AWS's documentation accounts. */
    public static final Account DEFAULT_ACCOUNT = new Account("aws", "111122223333", "us-east-1");

    /** On a free loopback port, over HTTP, silent: for tests. */
    public static EmulatorSettings local() {
        return new EmulatorSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                DEFAULT_ACCOUNT,
                Clock.systemUTC(),
                new SecureRandom(),
                Optional.empty(),
                line -> {});
    }

    public EmulatorSettings withClock(Clock other) {
        return new EmulatorSettings(address, account, other, random, tls, log);
    }

    public EmulatorSettings withLog(Consumer<String> other) {
        return new EmulatorSettings(address, account, clock, random, tls, other);
    }
}
