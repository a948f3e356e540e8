package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Requests and limits, as Kubernetes writes them. A quantity that cannot be read counts as unset. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = SidecarResources.HAS_LIMIT + "cpu" + SidecarResources.LIMIT + "cpu" + SidecarResources.NOT_BELOW
                + "'20m'))",
        message = "limits.cpu must be at least 20m: with less, the sidecar takes minutes to start")
@ValidationRule(
        value = SidecarResources.HAS_LIMIT + "memory" + SidecarResources.LIMIT + "memory" + SidecarResources.NOT_BELOW
                + "'64Mi'))",
        message = "limits.memory must be at least 64Mi: the sidecar needs it for its heap, its code and its volume")
@ValidationRule(
        value = SidecarResources.HAS_LIMIT + SidecarResources.STORAGE + SidecarResources.LIMIT
                + SidecarResources.STORAGE + SidecarResources.NOT_BELOW + "'16Mi'))",
        message = "limits.ephemeral-storage must be at least 16Mi: the kubelet counts the sidecar's log toward it")
@ValidationRule(
        value = SidecarResources.HAS_REQUEST + "cpu" + SidecarResources.AND_HAS_LIMIT + "cpu" + SidecarResources.REQUEST
                + "cpu" + SidecarResources.NOT_ABOVE_LIMIT + "cpu)))",
        message = "requests.cpu must not be above limits.cpu")
@ValidationRule(
        value = SidecarResources.HAS_REQUEST + "memory" + SidecarResources.AND_HAS_LIMIT + "memory"
                + SidecarResources.REQUEST + "memory" + SidecarResources.NOT_ABOVE_LIMIT + "memory)))",
        message = "requests.memory must not be above limits.memory")
@ValidationRule(
        value = SidecarResources.HAS_REQUEST + SidecarResources.STORAGE + SidecarResources.AND_HAS_LIMIT
                + SidecarResources.STORAGE + SidecarResources.REQUEST + SidecarResources.STORAGE
                + SidecarResources.NOT_ABOVE_LIMIT + SidecarResources.STORAGE + ")))",
        message = "requests.ephemeral-storage must not be above limits.ephemeral-storage")
public record SidecarResources(
        @JsonPropertyDescription(
                "Resources that the scheduler reserves for the sidecar. Default of a request: the limit, if it is set here.")
        @Nullable
        Quantities requests,

        @JsonPropertyDescription(
                "Limits of the sidecar: cpu at least 20m, memory at least 64Mi, ephemeral-storage at least 16Mi.")
        @Nullable
        Quantities limits) {

    // Parts of the rules above. A malformed quantity is rejected at its own field.
    static final String HAS_LIMIT = "!has(self.limits) || !has(self.limits.";
    static final String LIMIT = ") || !quantity(string(self.limits.";
    static final String NOT_BELOW = ")).isLessThan(quantity(";
    static final String HAS_REQUEST = "!has(self.requests) || !has(self.requests.";
    static final String AND_HAS_LIMIT = ") || !has(self.limits) || !has(self.limits.";
    static final String REQUEST = ") || !quantity(string(self.requests.";
    static final String NOT_ABOVE_LIMIT = ")).isGreaterThan(quantity(string(self.limits.";
    /** As CEL spells a name with a dash. */
    static final String STORAGE = "ephemeral__dash__storage";

    /** One quantity for each resource; null if not set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Quantities(
            @Size(max = 32)
            @ValidationRule(
                    value = Quantities.AT_LEAST + "'1m'))" + Quantities.AT_MOST + "'4'))",
                    message = "cpu must be a quantity from 1m to 4 CPUs, such as 50m")
            @JsonPropertyDescription("CPUs, 1m to 4, such as 50m.")
            @Nullable
            String cpu,

            @Size(max = 32)
            @ValidationRule(
                    value = Quantities.AT_LEAST + "'1Mi'))" + Quantities.AT_MOST + "'4Gi'))",
                    message = "memory must be a quantity from 1Mi to 4Gi, such as 96Mi")
            @JsonPropertyDescription("Memory, 1Mi to 4Gi, such as 96Mi.")
            @Nullable
            String memory,

            @JsonProperty("ephemeral-storage")
            @Size(max = 32)
            @ValidationRule(
                    value = Quantities.AT_LEAST + "'1Mi'))" + Quantities.AT_MOST + "'16Gi'))",
                    message = "ephemeral-storage must be a quantity from 1Mi to 16Gi, such as 64Mi")
            @JsonPropertyDescription(
                    "Space on the node's disk, used only by the sidecar's log: 1Mi to 16Gi, such as 64Mi.")
            @Nullable
            String ephemeralStorage) {
        static final String AT_LEAST = "isQuantity(string(self)) && !quantity(string(self)).isLessThan(quantity(";
        static final String AT_MOST = " && !quantity(string(self)).isGreaterThan(quantity(";
    }
}
