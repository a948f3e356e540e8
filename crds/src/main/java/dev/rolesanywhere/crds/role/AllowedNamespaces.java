package dev.rolesanywhere.crds.role;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A namespace is allowed when it is named or when the selector fits its labels. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.names) || has(self.selector)",
        message =
                "allowedNamespaces must have names or a selector: names: [shop], or selector: {} to allow every namespace on purpose")
public record AllowedNamespaces(
        @Size(max = 256) @JsonPropertyDescription("Namespaces by name.") @Nullable
        List<@Size(max = 63) String> names,

        @JsonPropertyDescription(
                "Namespaces by label; an empty selector is every namespace. Who may label namespaces decides.")
        @Nullable
        LabelSelector selector) {}
