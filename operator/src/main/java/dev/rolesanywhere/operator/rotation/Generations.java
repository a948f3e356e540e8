package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CAs of one trust anchor, at most two, because AWS guarantees space for two certificates in a trust anchor.
 *
 * @param number of the newest generation created here, which is part of its subject; 0 if none
 */
public record Generations(
        int number,
        KeyMaterial active,
        @Nullable Next next,
        @Nullable Retiring retiring) {
    /** A leaf is valid for at most a day; the hour covers a replica with a delayed watch. */
    static final Duration LAST_LEAF = Duration.ofHours(25);

    /** @param trustedSince when AWS first accepted a leaf of it; absent before */
    public record Next(KeyMaterial material, @Nullable Instant trustedSince) {}

    /** @param until when its last leaf has expired */
    public record Retiring(X509Certificate certificate, Instant until) {}

    public static Generations first(int number, KeyMaterial active) {
        return new Generations(number, active, null, null);
    }

    public Generations withNext(int newNumber, KeyMaterial material) {
        return new Generations(newNumber, active, new Next(material, null), isRenewal() ? null : retiring);
    }

    Generations withoutNext() {
        return new Generations(number, active, null, retiring);
    }

    Generations nextTrusted(@Nullable Instant since) {
        return new Generations(
                number, active, new Next(Objects.requireNonNull(next).material(), since), retiring);
    }

    Generations activated(Instant now) {
        return new Generations(
                number, Objects.requireNonNull(next).material(), null, retiring(active, now.plus(LAST_LEAF)));
    }

    /** Another path to the same trust anchor. */
    Generations followed(KeyMaterial material) {
        return new Generations(number, material, next, retiring);
    }

    /** Another certificate for the same key: AWS may use the old one until it expires. */
    Generations renewed(KeyMaterial material) {
        return new Generations(number, material, null, retiring(active, Instant.MAX));
    }

    Generations retired() {
        return new Generations(number, active, next, null);
    }

    /** Whether the retiring certificate has the active CA's key; then it does not delay a rotation. */
    boolean isRenewal() {
        return retiring != null
                && active.anchor()
                        .filter(anchor -> Signers.same(anchor, retiring.certificate()))
                        .isPresent();
    }

    /** The certificates that AWS must trust: the active one first. */
    public List<X509Certificate> bundle() {
        List<X509Certificate> bundle = new ArrayList<>(active.anchor().stream().toList());
        Stream.ofNullable(next).flatMap(it -> it.material().anchor().stream()).forEach(bundle::add);
        Stream.ofNullable(retiring).map(Retiring::certificate).forEach(bundle::add);
        return List.copyOf(bundle);
    }

    public String bundlePem() {
        return CertificatePem.encode(bundle());
    }

    private static @Nullable Retiring retiring(KeyMaterial old, Instant until) {
        return old.anchor()
                .map(certificate -> {
                    Instant end = Validity.of(certificate).notAfter();
                    return new Retiring(certificate, end.isBefore(until) ? end : until);
                })
                .orElse(null);
    }
}
