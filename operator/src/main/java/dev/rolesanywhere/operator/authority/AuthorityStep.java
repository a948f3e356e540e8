package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.operator.authority.AuthorityFacts.GivenSecret;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The next step to get a certificate authority. */
sealed interface AuthorityStep {
    /** Our Secret exists: read it. */
    record Load() implements AuthorityStep {}

    /** There never was a CA, or its replacement was approved: create one. */
    record Generate() implements AuthorityStep {}

    /** Adopt the CA of the user's Secret. */
    record Adopt() implements AuthorityStep {}

    /** The user's Secret does not exist. */
    record AwaitSecret() implements AuthorityStep {}

    /** The key existed and is lost. */
    record Lost(String fingerprint) implements AuthorityStep {}

    /** The key exists but is not the one registered in AWS: an old backup, or another cluster's. */
    record Unexpected(String recorded, String found) implements AuthorityStep {}

    /** A lost key is never replaced automatically: its certificate is registered in AWS, and restoring a backup repairs everything. */
    static AuthorityStep decide(AuthorityFacts facts) {
        return facts.secretExists() ? withSecret(facts) : withoutSecret(facts);
    }

    private static AuthorityStep withSecret(AuthorityFacts facts) {
        if (facts.given() instanceof GivenSecret.Missing(String source)
                && facts.held()
                        .map(Generations::active)
                        .map(KeyMaterial::source)
                        .filter(source::equals)
                        .isPresent()) {
            return new AwaitSecret();
        }
        String recorded = facts.recorded().fingerprint();
        Optional<String> active = facts.held().flatMap(held -> held.active().fingerprint());
        if (recorded == null || active.isEmpty() || facts.lossIsAccepted()) {
            return new Load();
        }
        return facts.recorded().standing().contains(active.get())
                        || isOneRotationAway(facts.held().orElseThrow(), recorded)
                ? new Load()
                : new Unexpected(recorded, active.get());
    }

    /** A status that is one write older than the Secret, or a Secret restored from before the last step. */
    private static boolean isOneRotationAway(Generations held, String recorded) {
        Optional<String> retiring = Optional.ofNullable(held.retiring())
                .map(Generations.Retiring::certificate)
                .map(Fingerprint::sha256);
        Optional<String> next =
                Optional.ofNullable(held.next()).flatMap(it -> it.material().fingerprint());
        return Stream.of(retiring, next).flatMap(Optional::stream).anyMatch(recorded::equals);
    }

    private static AuthorityStep withoutSecret(AuthorityFacts facts) {
        String recorded = facts.recorded().fingerprint();
        return switch (facts.given()) {
            case GivenSecret.Missing _ -> new AwaitSecret();
            case GivenSecret.Found(var found)
            when found == null || recorded == null || recorded.equals(found) || facts.lossIsAccepted() -> new Adopt();
            case GivenSecret.Found(var found) ->
                new Unexpected(Objects.requireNonNull(recorded), Objects.requireNonNull(found));
            case GivenSecret.NotNamed _ when facts.lossIsAccepted() -> new Generate();
            case GivenSecret.NotNamed _ when recorded != null -> new Lost(recorded);
            case GivenSecret.NotNamed _
            when facts.registered() && !(facts.first() instanceof FirstAuthority.Permitted) ->
                new Lost(AuthorityNames.UNKNOWN);
            case GivenSecret.NotNamed _ -> new Generate();
        };
    }
}
