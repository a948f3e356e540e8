package dev.rolesanywhere.webhook.settings;

import dev.rolesanywhere.client.endpoint.Regions;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.Annotations;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one source: an object's annotations, or a binding. Null if unset.
 *
 * @param role name of the requested AWSRole
 * @param containerRoles names of AWSRoles by container
 */
public record GivenSettings(
        boolean optedOut,
        @Nullable String role,
        @Nullable Delivery delivery,
        @Nullable Startup startup,
        @Nullable String region,
        @Nullable ContainerSelection containers,
        @Nullable Map<String, String> containerRoles) {
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern CONTAINER_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern REGION = Pattern.compile(Regions.ANY);

    /**
     * Reads the annotations of one object.
     *
     * @param where name of the object in messages, such as {@code the pod}
     * @throws InvalidSettingException for an invalid value
     */
    public static GivenSettings read(Map<String, String> annotations, String where) throws InvalidSettingException {
        Reader reader = new Reader(annotations, where);
        return new GivenSettings(
                reader.optedOut(),
                reader.role(),
                reader.oneOf(Annotations.DELIVERY, Delivery.values()),
                reader.oneOf(Annotations.STARTUP, Startup.values()),
                reader.region(),
                reader.containers(),
                reader.containerRoles());
    }

    private record Reader(Map<String, String> annotations, String where) {

        boolean optedOut() throws InvalidSettingException {
            String value = annotations.get(Annotations.INJECT);
            if (value != null && !value.equals("false")) {
                throw invalid(
                        Annotations.INJECT,
                        "write \"false\" to skip injection, or remove the annotation: a pod is injected if an AWSRoleBinding names"
                                + " its ServiceAccount");
            }
            return value != null;
        }

        @Nullable
        String role() throws InvalidSettingException {
            String value = annotations.get(Annotations.ROLE);
            if (value != null && !OBJECT_NAME.matcher(value).matches()) {
                throw invalid(
                        Annotations.ROLE,
                        "write the name of an AWSRole, such as orders-reader; a role's ARN goes into the AWSRole's spec.roleARN");
            }
            return value;
        }

        @Nullable
        String region() throws InvalidSettingException {
            String value = annotations.get(Annotations.REGION);
            if (value != null && !REGION.matcher(value).matches()) {
                throw invalid(Annotations.REGION, "write an AWS region's code, such as eu-west-1");
            }
            return value;
        }

        <E extends Enum<E>> @Nullable E oneOf(String key, E[] known) throws InvalidSettingException {
            String value = annotations.get(key);
            if (value == null) {
                return null;
            }
            for (E candidate : known) {
                if (candidate.name().equals(value)) {
                    return candidate;
                }
            }
            throw invalid(
                    key,
                    "write "
                            + String.join(
                                    " or ", Arrays.stream(known).map(Enum::name).toList()));
        }

        @Nullable
        ContainerSelection containers() throws InvalidSettingException {
            Set<String> skipped = names(Annotations.SKIP_CONTAINERS);
            Set<String> included = names(Annotations.INCLUDE_CONTAINERS);
            if (skipped != null && included != null) {
                throw new InvalidSettingException("%s has both %s and %s: set only one of them"
                        .formatted(where, Annotations.SKIP_CONTAINERS, Annotations.INCLUDE_CONTAINERS));
            }
            if (included != null) {
                if (included.isEmpty()) {
                    throw invalid(
                            Annotations.INCLUDE_CONTAINERS,
                            "name at least one container, or write " + Annotations.INJECT + ": \"false\"");
                }
                return new ContainerSelection.Only(included);
            }
            return skipped == null ? null : new ContainerSelection.AllBut(skipped);
        }

        @Nullable
        Map<String, String> containerRoles() throws InvalidSettingException {
            String value = annotations.get(Annotations.CONTAINER_ROLES);
            if (value == null) {
                return null;
            }
            Map<String, String> roles = new TreeMap<>();
            for (String pair : value.split(",", -1)) {
                String[] parts = pair.split("=", -1);
                String container = parts[0].strip();
                boolean understood = parts.length == 2
                        && CONTAINER_NAME.matcher(container).matches()
                        && OBJECT_NAME.matcher(parts[1].strip()).matches();
                if (!understood || roles.put(container, parts[1].strip()) != null) {
                    throw invalid(
                            Annotations.CONTAINER_ROLES,
                            "write <container>=<AWSRole> for each container once, separated by commas, such as app=orders-reader,worker=batch");
                }
            }
            return roles;
        }

        private @Nullable Set<String> names(String key) throws InvalidSettingException {
            String value = annotations.get(key);
            if (value == null) {
                return null;
            }
            List<String> names = Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (!names.stream().allMatch(name -> CONTAINER_NAME.matcher(name).matches())) {
                throw invalid(key, "write container names, separated by commas, such as proxy,logger");
            }
            return new LinkedHashSet<>(names);
        }

        private InvalidSettingException invalid(String key, String instead) {
            String value = annotations.getOrDefault(key, "");
            return new InvalidSettingException("%s has annotation %s: \"%s\", which is invalid: %s"
                    .formatted(where, key, Shown.text(value), instead));
        }
    }
}
