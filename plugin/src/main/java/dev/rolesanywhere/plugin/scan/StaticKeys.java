package dev.rolesanywhere.plugin.scan;

import dev.rolesanywhere.plugin.scan.Finding.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The static keys of one workload, container by container. */
final class StaticKeys {
    private final Workload workload;
    private final Map<String, Store> stores;

    /** @param stores by {@link Store#key}; a missing one cannot be read or does not exist */
    StaticKeys(Workload workload, Map<String, Store> stores) {
        this.workload = workload;
        this.stores = stores;
    }

    Stream<Finding> findings() {
        return workload.containers()
                .flatMap(container -> Stream.of(byEnv(container), byEnvFrom(container), byFile(container))
                        .flatMap(found -> found));
    }

    private Stream<Finding> byEnv(Container container) {
        return container.getEnv().stream()
                .filter(variable -> AccessKey.isVariable(variable.getName()))
                .flatMap(variable -> byEnv(container, variable));
    }

    private Stream<Finding> byEnv(Container container, EnvVar variable) {
        EnvVarSource source = variable.getValueFrom();
        if (source == null) {
            return Objects.requireNonNullElse(variable.getValue(), "").isEmpty()
                    ? Stream.empty()
                    : Stream.of(finding(
                            container, Kind.StaticKeyInPod, variable.getName(), AccessKey.id(variable.getValue())));
        }
        String object = source.getSecretKeyRef() != null
                ? Store.SECRET + source.getSecretKeyRef().getName()
                : source.getConfigMapKeyRef() != null
                        ? Store.CONFIG_MAP + source.getConfigMapKeyRef().getName()
                        : null;
        return object == null
                ? Stream.empty()
                : Stream.of(
                        finding(container, Kind.StaticKeyByEnv, variable.getName() + " from " + object, id(object)));
    }

    private Stream<Finding> byEnvFrom(Container container) {
        if (setsBothItself(container)) {
            return Stream.empty();
        }
        return container.getEnvFrom().stream()
                .filter(source ->
                        Objects.requireNonNullElse(source.getPrefix(), "").isEmpty())
                .flatMap(source -> Optional.ofNullable(object(source)).stream())
                .filter(object -> store(object).filter(Store::hasVariables).isPresent())
                .map(object -> finding(container, Kind.StaticKeyByEnv, "envFrom " + object, id(object)));
    }

    /** A container's own variables override envFrom. */
    private static boolean setsBothItself(Container container) {
        return container.getEnv().stream()
                        .map(EnvVar::getName)
                        .filter(AccessKey::isVariable)
                        .distinct()
                        .count()
                == 2;
    }

    private Stream<Finding> byFile(Container container) {
        return container.getVolumeMounts().stream().flatMap(mount -> volume(mount).stream()
                .flatMap(StaticKeys::objects)
                .filter(object -> store(object).map(Store::file).orElseGet(() -> isAwsFolder(mount)))
                .map(object -> finding(
                        container,
                        Kind.CredentialsFile,
                        "%s from %s".formatted(mount.getMountPath(), object),
                        id(object))));
    }

    private Optional<Volume> volume(VolumeMount mount) {
        return workload.spec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findFirst();
    }

    private static Stream<String> objects(Volume volume) {
        Stream<String> direct = volume.getSecret() != null
                ? Stream.of(Store.SECRET + volume.getSecret().getSecretName())
                : volume.getConfigMap() != null
                        ? Stream.of(Store.CONFIG_MAP + volume.getConfigMap().getName())
                        : Stream.empty();
        return volume.getProjected() == null
                ? direct
                : Objects.requireNonNullElse(volume.getProjected().getSources(), List.<VolumeProjection>of()).stream()
                        .flatMap(source -> source.getSecret() != null
                                ? Stream.of(Store.SECRET + source.getSecret().getName())
                                : source.getConfigMap() != null
                                        ? Stream.of(Store.CONFIG_MAP
                                                + source.getConfigMap().getName())
                                        : Stream.empty());
    }

    /** A guess from the path if the content cannot be read. */
    private static boolean isAwsFolder(VolumeMount mount) {
        return Arrays.asList(mount.getMountPath().split("/", -1)).contains(".aws");
    }

    private static @Nullable String object(EnvFromSource source) {
        return source.getSecretRef() != null
                ? Store.SECRET + source.getSecretRef().getName()
                : source.getConfigMapRef() != null
                        ? Store.CONFIG_MAP + source.getConfigMapRef().getName()
                        : null;
    }

    private Optional<Store> store(String object) {
        return Optional.ofNullable(stores.get(Store.key(workload.namespace(), object)));
    }

    private Optional<String> id(String object) {
        return store(object).flatMap(Store::accessKeyId);
    }

    private Finding finding(Container container, Kind kind, String where, Optional<String> id) {
        return new Finding(workload.namespace(), workload.object(), container.getName(), kind, where, id.orElse(null));
    }
}
