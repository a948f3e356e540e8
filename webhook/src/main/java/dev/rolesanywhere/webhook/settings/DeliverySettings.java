package dev.rolesanywhere.webhook.settings;

import dev.rolesanywhere.crds.binding.Injection;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The delivery settings of one pod, merged from all sources.
 *
 * @param region value for AWS_REGION; null if unset
 * @param containerRoles names of AWSRoles by container, for containers without the default role
 */
public record DeliverySettings(
        Delivery delivery,
        Startup startup,
        @Nullable String region,
        ContainerSelection containers,
        Map<String, String> containerRoles) {

    /**
     * Each setting comes from the first source that sets it: the pod, its ServiceAccount, its bindings, the chart.
     *
     * @param injections of the pod's bindings, the default role's first
     */
    public static DeliverySettings resolve(
            GivenSettings pod, GivenSettings serviceAccount, List<Injection> injections, ChartSettings chart) {
        Sources sources = new Sources(Stream.concat(
                        Stream.of(pod, serviceAccount), injections.stream().map(DeliverySettings::given))
                .toList());
        return new DeliverySettings(
                sources.first(given -> Optional.ofNullable(given.delivery())).orElse(chart.delivery()),
                sources.first(given -> Optional.ofNullable(given.startup())).orElse(chart.startup()),
                sources.first(given -> Optional.ofNullable(given.region())).orElse(chart.region()),
                sources.first(given -> Optional.ofNullable(given.containers()))
                        .orElse(new ContainerSelection.AllBut(Set.of())),
                sources.first(given -> Optional.ofNullable(given.containerRoles()))
                        .orElse(Map.of()));
    }

    private record Sources(List<GivenSettings> nearestFirst) {
        <T> Optional<T> first(Function<GivenSettings, Optional<T>> setting) {
            return nearestFirst.stream()
                    .flatMap(given -> setting.apply(given).stream())
                    .findFirst();
        }
    }

    private static GivenSettings given(Injection injection) {
        return new GivenSettings(
                false, null, injection.delivery(), injection.startup(), injection.region(), selection(injection), null);
    }

    /** Skipping and including are one setting: the skip list of a more specific source replaces the include list of a less specific one. */
    private static @Nullable ContainerSelection selection(Injection injection) {
        if (injection.includeContainers() != null) {
            return new ContainerSelection.Only(Set.copyOf(injection.includeContainers()));
        }
        return injection.skipContainers() == null
                ? null
                : new ContainerSelection.AllBut(Set.copyOf(injection.skipContainers()));
    }
}
