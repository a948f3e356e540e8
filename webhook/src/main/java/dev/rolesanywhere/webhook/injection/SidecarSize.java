package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.SidecarResources;
import dev.rolesanywhere.crds.binding.SidecarResources.Quantities;
import dev.rolesanywhere.webhook.settings.ChartSettings.SidecarSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sidecar's requests and limits: each quantity is the largest of the pod's bindings, or else the chart's. */
record SidecarSize(ObjectNode limits, ObjectNode requests) {
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final String STORAGE = "ephemeral-storage";

    /** @param limitsCpu whether the sidecar has a CPU limit if no binding sets one */
    static SidecarSize of(SidecarSettings chart, List<SidecarResources> given, boolean limitsCpu) {
        SidecarSize size =
                new SidecarSize(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
        Sources cpu = new Sources(given, Quantities::cpu);
        String cpuRequest = cpu.request().orElse(chart.cpu());
        size.put(CPU, cpuRequest, cpu.limit().or(() -> limitsCpu ? Optional.of(cpuRequest) : Optional.empty()));
        Sources memory = new Sources(given, Quantities::memory);
        size.put(MEMORY, memory.request().orElse(chart.memory()), memory.limit().or(() -> Optional.of(chart.memory())));
        Sources storage = new Sources(given, Quantities::ephemeralStorage);
        storage.request().ifPresent(request -> size.put(STORAGE, request, storage.limit()));
        return size;
    }

    /** Two bindings, or a binding and the chart, may set a request above the limit. The limit is then raised. */
    private void put(String resource, String request, Optional<String> limit) {
        requests.put(resource, request);
        limit.ifPresent(
                it -> limits.put(resource, largest(Stream.of(it, request)).orElse(it)));
    }

    /** Of equal quantities the first. An invalid quantity counts as absent. */
    private static Optional<String> largest(Stream<String> quantities) {
        return quantities
                .filter(quantity -> value(quantity).isPresent())
                .reduce((one, other) ->
                        value(other).orElseThrow().compareTo(value(one).orElseThrow()) > 0 ? other : one);
    }

    private static Optional<BigDecimal> value(String quantity) {
        return Quantity.of(JsonNodeFactory.instance.textNode(quantity));
    }

    /** The bindings' values for one resource. */
    private record Sources(List<SidecarResources> given, Function<Quantities, @Nullable String> resource) {
        Optional<String> limit() {
            return largest(given.stream().flatMap(each -> quantity(each.limits())));
        }

        /** In Kubernetes, a missing request equals the limit. */
        Optional<String> request() {
            return largest(given.stream().flatMap(each -> quantity(each.requests())
                    .findFirst()
                    .map(Stream::of)
                    .orElseGet(() -> quantity(each.limits()))));
        }

        private Stream<String> quantity(@Nullable Quantities quantities) {
            return Stream.ofNullable(quantities).flatMap(it -> Stream.ofNullable(resource.apply(it)));
        }
    }
}
