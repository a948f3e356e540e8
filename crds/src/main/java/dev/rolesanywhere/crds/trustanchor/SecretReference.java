package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretReference(
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                message = "secretRef.name must be the name of a Secret in the operator's namespace, such as my-ca")
        @JsonPropertyDescription(
                "Secret with tls.crt (the CA, then its chain up to the root that AWS trusts) and tls.key (unencrypted PEM), such as"
                        + " one of type kubernetes.io/tls. Its annotation rolesanywhere.dev/certificate-authority-of names the"
                        + " AWSTrustAnchors that may use it, separated by commas.")
        String name) {}
