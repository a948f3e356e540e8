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
                "Requests and limits of the sidecar, so that it fits the namespace's LimitRange. What is not set here is the chart's; of several bindings of a ServiceAccount the largest of each counts. A resource of which the pod as a whole has a budget (spec.resources) is left out.")
        @Nullable
        SidecarResources resources) {}
