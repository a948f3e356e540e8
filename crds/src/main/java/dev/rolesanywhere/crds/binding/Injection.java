package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.client.endpoint.Regions;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The chart has the defaults. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "!(has(self.skipContainers) && has(self.includeContainers))",
        message = "injection must have only one of skipContainers and includeContainers")
public record Injection(
        @JsonPropertyDescription(
                "Endpoint (works with every current AWS SDK), Files (for tools that only read files), or NodeAgent (as Endpoint, from the agent of the pod's node, without a sidecar).")
        @Nullable
        Delivery delivery,

        @JsonPropertyDescription(
                "WaitForCredentials: containers start after the default role has credentials. DoNotWait: containers start immediately.")
        @Nullable
        Startup startup,

        @Size(max = 64) @JsonPropertyDescription("Containers that get no credentials.") @Nullable
        List<@Size(max = 63) String> skipContainers,

        @Size(max = 64) @JsonPropertyDescription("The only containers that get credentials.") @Nullable
        List<@Size(max = 63) String> includeContainers,

        @Size(max = 64)
        @ValidationRule(
                value = "self.matches('^" + Regions.ANY + "$')",
                message = "region must be an AWS region's code, such as eu-west-1")
        @JsonPropertyDescription("AWS_REGION and AWS_DEFAULT_REGION for containers that set neither.")
        @Nullable
        String region) {

    public Injection {
        skipContainers = withoutNulls(skipContainers);
        includeContainers = withoutNulls(includeContainers);
    }

    private static @Nullable List<String> withoutNulls(@Nullable List<String> names) {
        return names == null ? null : names.stream().filter(Objects::nonNull).toList();
    }

    /** Spelled as the API spells them. */
    public enum Delivery {
        Endpoint,
        Files,
        /** From the agent of the pod's node: the pod gets no sidecar. */
        NodeAgent;

        /** A value from a newer version counts as unset (the chart's default applies), so that parsing the object's list does not fail. */
        @JsonCreator
        static @Nullable Delivery read(String text) {
            for (Delivery value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return null;
        }
    }

    /** Spelled as the API spells them. */
    public enum Startup {
        WaitForCredentials,
        DoNotWait;

        /** A value from a newer version counts as unset (the chart's default applies), so that parsing the object's list does not fail. */
        @JsonCreator
        static @Nullable Startup read(String text) {
            for (Startup value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return null;
        }
    }
}
