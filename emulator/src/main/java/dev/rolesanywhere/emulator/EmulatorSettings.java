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
 * How an emulator is started.
 *
 * @param address port 0 takes a free one
 * @param account whose resources it creates
 * @param log gets one line per call; no secret is in it
 */
public record EmulatorSettings(
        InetSocketAddress address,
        Account account,
        Clock clock,
        RandomGenerator random,
        Optional<SSLContext> tls,
        Consumer<String> log) {
    /** The account where none is configured; one of AWS's documentation accounts. */
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
