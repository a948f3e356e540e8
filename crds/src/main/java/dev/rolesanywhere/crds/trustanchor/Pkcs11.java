package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pkcs11(
        @Required
        @Size(max = 1024)
        @ValidationRule(
                value =
                        "self.matches('^pkcs11:(.*;)?(slot-id=[0-9]|token=.|serial=.)') && self.matches('[:;]object=.') && self.contains('module-path=/') && !self.matches('[?&;:]pin-(value|source)=')",
                message =
                        "uri must have a token (token, serial or slot-id), an object and a module-path, but no PIN, such as"
                                + " pkcs11:token=prod;object=roles-anywhere?module-path=/usr/lib/softhsm/libsofthsm2.so")
        @JsonPropertyDescription(
                "The key, its token and the module (RFC 7512). The token is identified by token, serial or slot-id, optionally with"
                        + " manufacturer and model. The module must be one of the chart's pkcs11.modules.")
        String uri,

        @Required @JsonPropertyDescription("Secret in the operator's namespace that holds the user PIN.")
        PinReference pinSecretRef) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PinReference(
            @Required
            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                    message =
                            "pinSecretRef.name must be the name of a Secret in the operator's namespace, such as hsm-pin")
            @JsonPropertyDescription(
                    "Secret with the entry 'pin'. Its annotation rolesanywhere.dev/pin-of names the AWSTrustAnchors that may use it, separated by commas.")
            String name) {}
}
