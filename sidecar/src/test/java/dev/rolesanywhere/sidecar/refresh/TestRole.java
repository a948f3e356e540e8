package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedFiles;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuedRole.Attribution;
import dev.rolesanywhere.sidecar.issuing.IssuedRole.AwsAccess;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A role from the operator.
 *
 * @param renewAfter the quota's interval; null without one
 * @param target null without a target role
 */
record TestRole(
        String name,
        String profile,
        boolean isDefault,
        Instant notAfter,
        @Nullable Duration renewAfter,
        @Nullable TargetRole target) {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Duration HOUR = Duration.ofHours(1);

    static TestRole named(String name) {
        return new TestRole(name, name, false, NOW.plus(HOUR), null, null);
    }

    TestRole byDefault() {
        return new TestRole(name, profile, true, notAfter, renewAfter, target);
    }

    TestRole inProfile(String other) {
        return new TestRole(name, other, isDefault, notAfter, renewAfter, target);
    }

    TestRole until(Instant end) {
        return new TestRole(name, profile, isDefault, end, renewAfter, target);
    }

    TestRole renewedAfter(Duration atLeast) {
        return new TestRole(name, profile, isDefault, notAfter, atLeast, target);
    }

    /** With a target role of this name. */
    TestRole assuming(String name) {
        TargetRole other = new TargetRole(
                "arn:aws:iam::444455556666:role/" + name, "orders-7d9f", 3600, null, null, Map.of(), false);
        return new TestRole(this.name, profile, isDefault, notAfter, renewAfter, other);
    }

    IssuedRole make() {
        return make(new byte[0], List.of(), new AwsAccess(null, false, false, null, null, null), null);
    }

    /** @param chain DER, as the certificate */
    IssuedRole make(byte[] certificate, List<byte[]> chain, AwsAccess aws, @Nullable IssuedFiles files) {
        return new IssuedRole(
                name,
                profile,
                isDefault,
                "arn:aws:iam::111122223333:role/" + name,
                "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/1",
                "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/1",
                "eu-west-1",
                null,
                certificate,
                chain,
                notAfter,
                Duration.ZERO,
                renewAfter,
                new Attribution(null, Map.of()),
                target,
                aws,
                files);
    }

    /** An answer of the operator with these roles and no refusal. */
    static Issued issued(TestRole... roles) {
        return new Issued(null, List.of(roles).stream().map(TestRole::make).toList(), List.of());
    }

    static RefusedRole refused(String name) {
        return new RefusedRole(name, false, "NamespaceNotAllowed", "ask the platform team", null, null);
    }

    static Credentials credentials(String id, Instant until) {
        return new Credentials(id, "secret", "token", until);
    }
}
