package dev.rolesanywhere.plugin.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was read of the cluster, or why it could not be. */
public sealed interface Seen<T> {
    /** It was read. */
    record Known<T>(T value) implements Seen<T> {}

    /** The user may not read it, or the API server has no such kind. */
    record Hidden<T>(String why) implements Seen<T> {}

    /** A read that the API server may refuse; that there is no such kind is a refusal as well. Everything else ends the command. */
    static <T> Seen<T> of(String what, Supplier<T> read) {
        try {
            return new Known<>(read.get());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case 401, 403 -> new Hidden<>("you may not read " + what);
                case 404 -> new Hidden<>("this cluster has no " + what);
                default -> throw e;
            };
        }
    }

    /** The same for an object that need not be there. */
    static <T> Seen<Optional<T>> optional(String what, Supplier<@Nullable T> read) {
        return Seen.<Optional<T>>of(what, () -> Optional.ofNullable(read.get()));
    }

    default T or(T other) {
        return this instanceof Known<T>(T value) ? value : other;
    }

    /** The value; a refusal ends the command. */
    default T get() {
        return switch (this) {
            case Known<T>(T value) -> value;
            case Hidden<T>(String why) ->
                throw new PluginException(
                        ExitCode.CLUSTER,
                        why
                                + ". If the operator is installed, ask for the right to read it: ClusterRole"
                                + " <release>-view has it. If not, install it first.");
        };
    }
}
