package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The sidecar's container in pods of the binding's ServiceAccounts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SidecarSpec(
        @JsonPropertyDescription(
                "Requests and limits of the sidecar, for namespaces with a LimitRange. Unset values come from the chart. If a"
                        + " ServiceAccount has several bindings, the largest value of each resource applies. A resource that the pod"
                        + " budgets as a whole (spec.resources) is not set.")
        @Nullable
        SidecarResources resources) {}
