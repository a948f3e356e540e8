package dev.rolesanywhere.crds.egress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How sidecars reach AWS. Handed to them with each certificate, so that a change needs no restart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(has(self.endpoint) && ((has(self.fips) && self.fips) || (has(self.dualStack) && self.dualStack)))",
        message =
                "endpoint replaces the address that fips and dualStack would choose; set either endpoint, or fips and dualStack")
public record AWSAccess(
        @JsonPropertyDescription("Use the FIPS 140 endpoint; AWS has them in US regions only.") @Nullable
        Boolean fips,

        @JsonPropertyDescription("Use the dual-stack (IPv4 and IPv6) endpoint.") @Nullable
        Boolean dualStack,

        @Size(max = 1024)
        @ValidationRule(
                value = "self.matches('^https?://[^/?#]+(:[0-9]+)?/?$')",
                message =
                        "endpoint must be scheme and host without a path, such as https://vpce-0a1b.rolesanywhere.eu-west-1.vpce.amazonaws.com")
        @JsonPropertyDescription("Address to use instead of the region's public one, such as a VPC endpoint's.")
        @Nullable
        String endpoint,

        @Size(max = 1024)
        @ValidationRule(
                value = "self.matches('^http://[^/?#]+(:[0-9]+)?/?$')",
                message = "proxy must be an HTTP proxy without a path, such as http://proxy.example.org:3128")
        @JsonPropertyDescription("HTTP proxy through which AWS is reached (CONNECT).")
        @Nullable
        String proxy,

        @Size(max = 65536)
        @ValidationRule(
                value = "self.contains('-----BEGIN CERTIFICATE-----')",
                message = "caBundle must be PEM certificates, each between BEGIN CERTIFICATE and END CERTIFICATE lines")
        @JsonPropertyDescription(
                "Further certificate authorities (PEM) that AWS's endpoint or an intercepting proxy may present.")
        @Nullable
        String caBundle) {}
