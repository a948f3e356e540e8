package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.plugin.scan.Finding;
import dev.rolesanywhere.plugin.scan.Scan;
import dev.rolesanywhere.plugin.scan.Store;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The patch that removes static keys from the containers of a pod's spec, and the patch that reverts it. A value in the spec itself is
 * in neither patch, because no file may contain a secret key.
 */
final class KeyRemoval {
    private static final Set<String> KEY_VARIABLES =
            Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
    private static final Set<String> FILE_VARIABLES = Set.of("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE");
    private static final Set<String> FILE_ENTRIES = Set.of("credentials", "config");
    private static final Map<String, Object> DELETE = Map.of("$patch", "delete");

    private final Usage usage;
    private final Map<String, Store> stores;
    private final Map<String, Object> apply = new LinkedHashMap<>();
    private final Map<String, Object> revert = new LinkedHashMap<>();
    private final List<String> byHand = new ArrayList<>();
    private final Set<String> freedVolumes = new LinkedHashSet<>();
    private boolean losesValues;

    /**
     * @param apply strategic merge patch of the pod's spec; empty if nothing must be removed
     * @param revert the reverting patch; without values that only the user's own manifest has
     * @param losesValues whether a value in the spec itself is removed, which the revert cannot restore
     * @param byHand manual steps
     */
    record Patch(Map<String, Object> apply, Map<String, Object> revert, boolean losesValues, List<String> byHand) {}

    private KeyRemoval(Usage usage, Scan scan) {
        this.usage = usage;
        this.stores = scan.stores().stream()
                .filter(store -> store.namespace().equals(usage.namespace()))
                .collect(Collectors.toMap(Store::object, store -> store, (first, second) -> first));
    }

    static Patch of(Usage usage, Scan scan) {
        KeyRemoval removal = new KeyRemoval(usage, scan);
        removal.containers("initContainers", usage.workload().spec().getInitContainers());
        removal.containers("containers", usage.workload().spec().getContainers());
        removal.volumes();
        return new Patch(removal.apply, removal.revert, removal.losesValues, List.copyOf(removal.byHand));
    }

    private void containers(String field, List<Container> containers) {
        List<Map<String, Object>> applied = new ArrayList<>();
        List<Map<String, Object>> reverted = new ArrayList<>();
        for (Container container : containers) {
            Map<String, Object> there = new LinkedHashMap<>();
            Map<String, Object> back = new LinkedHashMap<>();
            List<Map<String, Object>> env = new ArrayList<>();
            List<Object> envBack = new ArrayList<>();
            Set<String> mounts = files(container, there, back);
            variables(container, !mounts.isEmpty(), env, envBack);
            envFrom(container, env, envBack, there, back);
            put(there, "env", env);
            put(back, "env", envBack);
            if (!there.isEmpty()) {
                applied.add(named(container.getName(), there));
                reverted.add(named(container.getName(), back));
            }
        }
        put(apply, field, applied);
        put(revert, field, reverted);
    }

    private void variables(Container container, boolean removesFile, List<Map<String, Object>> env, List<Object> back) {
        for (EnvVar variable : container.getEnv()) {
            boolean isKey = KEY_VARIABLES.contains(variable.getName())
                    && (variable.getValueFrom() != null || !value(variable).isEmpty());
            boolean isOfFile = removesFile
                    && (FILE_VARIABLES.contains(variable.getName())
                            || (Shadowing.BEFORE_FILES.contains(variable.getName())
                                    && variable.getName().endsWith("PROFILE")));
            if (!isKey && !isOfFile) {
                continue;
            }
            env.add(with(Map.of("name", variable.getName()), DELETE));
            if (variable.getValueFrom() != null) {
                back.add(variable);
            } else if (isOfFile) {
                back.add(with(Map.of("name", variable.getName()), Map.of("value", value(variable))));
            } else {
                losesValues = true;
            }
        }
    }

    /** The list has no merge key, so the whole list is written. */
    private void envFrom(
            Container container,
            List<Map<String, Object>> env,
            List<Object> envBack,
            Map<String, Object> there,
            Map<String, Object> back) {
        List<EnvFromSource> all = container.getEnvFrom();
        List<EnvFromSource> keys = all.stream().filter(this::hasKey).toList();
        List<EnvFromSource> removed = keys.stream().filter(this::hasNothingElse).toList();
        if (!removed.isEmpty()) {
            there.put(
                    "envFrom",
                    all.stream().filter(source -> !removed.contains(source)).toList());
            back.put("envFrom", all);
        }
        if (removed.size() < keys.size()) {
            // The other entries are needed. The container's own variables override envFrom, and clients ignore an empty
            // key.
            for (String name : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
                env.add(with(Map.of("name", name), Map.of("value", "")));
                envBack.add(with(Map.of("name", name), DELETE));
            }
        }
    }

    private boolean hasKey(EnvFromSource source) {
        String object = object(source);
        return (source.getPrefix() == null || source.getPrefix().isEmpty())
                && usage.findings().stream().anyMatch(finding -> finding.where().equals("envFrom " + object));
    }

    private boolean hasNothingElse(EnvFromSource source) {
        Store store = stores.get(object(source));
        return store != null && KEY_VARIABLES.containsAll(store.keys());
    }

    private static String object(EnvFromSource source) {
        return source.getSecretRef() != null
                ? Store.SECRET + source.getSecretRef().getName()
                : source.getConfigMapRef() != null
                        ? Store.CONFIG_MAP + source.getConfigMapRef().getName()
                        : "";
    }

    private Set<String> files(Container container, Map<String, Object> there, Map<String, Object> back) {
        Set<String> paths = usage.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.CredentialsFile
                        && finding.container().equals(container.getName()))
                .map(finding -> finding.where().substring(0, finding.where().lastIndexOf(" from ")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<VolumeMount> mounts = container.getVolumeMounts().stream()
                .filter(mount -> paths.contains(mount.getMountPath()))
                .filter(mount -> isRemovable(container, mount))
                .toList();
        if (!mounts.isEmpty()) {
            put(
                    there,
                    "volumeMounts",
                    mounts.stream()
                            .map(mount -> with(Map.of("mountPath", mount.getMountPath()), DELETE))
                            .toList());
            put(back, "volumeMounts", mounts);
            mounts.forEach(mount -> freedVolumes.add(mount.getName()));
        }
        return mounts.stream().map(VolumeMount::getMountPath).collect(Collectors.toSet());
    }

    private boolean isRemovable(Container container, VolumeMount mount) {
        boolean only = volume(mount.getName())
                .map(volume -> volume.getSecret() != null
                        ? stores.get(Store.SECRET + volume.getSecret().getSecretName())
                        : volume.getConfigMap() != null
                                ? stores.get(
                                        Store.CONFIG_MAP + volume.getConfigMap().getName())
                                : null)
                .filter(store -> mount.getSubPath() != null || FILE_ENTRIES.containsAll(store.keys()))
                .isPresent();
        if (!only) {
            byHand.add(
                    "%s in namespace %s, container %s: remove the credentials file from the mount at %s manually, because the volume also has other files."
                            .formatted(
                                    usage.reference(), usage.namespace(), container.getName(), mount.getMountPath()));
        }
        return only;
    }

    private Optional<Volume> volume(String name) {
        return usage.workload().spec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst();
    }

    /** Volumes without remaining mounts. */
    private void volumes() {
        List<Volume> unused = freedVolumes.stream()
                .filter(name -> usage.workload().containers().allMatch(container -> container.getVolumeMounts().stream()
                        .filter(mount -> mount.getName().equals(name))
                        .allMatch(mount -> isRemoved(container, mount))))
                .flatMap(name -> volume(name).stream())
                .toList();
        put(
                apply,
                "volumes",
                unused.stream()
                        .map(volume -> with(Map.of("name", volume.getName()), DELETE))
                        .toList());
        put(revert, "volumes", unused);
    }

    private boolean isRemoved(Container container, VolumeMount mount) {
        return usage.findings().stream()
                .anyMatch(finding -> finding.kind() == Finding.Kind.CredentialsFile
                        && finding.container().equals(container.getName())
                        && finding.where().startsWith(mount.getMountPath() + " from "));
    }

    private static String value(EnvVar variable) {
        return Objects.requireNonNullElse(variable.getValue(), "");
    }

    private static Map<String, Object> named(String name, Map<String, Object> rest) {
        return with(Map.of("name", name), rest);
    }

    private static Map<String, Object> with(Map<String, ?> first, Map<String, ?> second) {
        Map<String, Object> both = new LinkedHashMap<>(first);
        both.putAll(second);
        return both;
    }

    private static void put(Map<String, Object> map, String field, List<?> list) {
        if (!list.isEmpty()) {
            map.put(field, list);
        }
    }
}
