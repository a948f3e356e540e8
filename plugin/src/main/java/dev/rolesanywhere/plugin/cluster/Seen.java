package dev.rolesanywhere.plugin.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The result of a read from the cluster, or why it failed. */
public sealed interface Seen<T> {
    /** The read succeeded. */
    record Known<T>(T value) implements Seen<T> {}

    /** The user may not read the object, or the API server does not have its kind. */
    record Hidden<T>(String why) implements Seen<T> {}

    /** A read that the API server may deny; a missing kind counts as denied. Every other error stops the command. */
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

    /** The same for an optional object. */
    static <T> Seen<Optional<T>> optional(String what, Supplier<@Nullable T> read) {
        return Seen.<Optional<T>>of(what, () -> Optional.ofNullable(read.get()));
    }

    default T or(T other) {
        return this instanceof Known<T>(T value) ? value : other;
    }

    /** The value; a denied read stops the command. */
    default T get() {
        return switch (this) {
            case Known<T>(T value) -> value;
            case Hidden<T>(String why) ->
                throw new PluginException(
                        ExitCode.CLUSTER,
                        why
                                + ". If the operator is installed, request the permission: ClusterRole <release>-view has it."
                                + " Otherwise install the operator first.");
        };
    }
}
