package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Subject(
        @Default("ServiceAccount")
        @Size(max = 32)
        @ValidationRule(
                value = "self == 'ServiceAccount'",
                message =
                        "kind must be ServiceAccount: only pods can use a role, and their ServiceAccount identifies them")
        @JsonPropertyDescription("ServiceAccount, the default and the only kind.")
        @Nullable
        String kind,

        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                message = "name must be the name of a ServiceAccount of this namespace, such as orders")
        @JsonPropertyDescription("Name of the ServiceAccount, which may be created later.")
        String name) {
    public Subject {
        name = name == null ? "" : name;
    }

    /** Whether it names a ServiceAccount. Only ServiceAccounts can have a role. */
    boolean isServiceAccount() {
        return (kind == null || kind.equals("ServiceAccount")) && !name.isEmpty();
    }
}
