package dev.rolesanywhere.crds.egress;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How sidecars reach AWS. Sent with each certificate, so that a change needs no restart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "!(has(self.proxy) && has(self.proxySecretRef))",
        message = "set only one of proxy and proxySecretRef; proxySecretRef is for a proxy with a user and password")
@ValidationRule(
        value = "[has(self.proxy), has(self.proxySecretRef), has(self.proxyConfigMapRef)].filter(set, set).size() <= 1",
        message = "set one of proxy, proxySecretRef and proxyConfigMapRef")
@ValidationRule(
        value =
                "[has(self.caBundle), has(self.caBundleSecretRef), has(self.caBundleConfigMapRef)].filter(set, set).size() <= 1",
        message = "set one of caBundle, caBundleSecretRef and caBundleConfigMapRef")
@ValidationRule(
        value = "!(has(self.endpoint) && ((has(self.fips) && self.fips) || (has(self.dualStack) && self.dualStack)))",
        message =
                "endpoint replaces the address that fips and dualStack select; set either endpoint, or fips and dualStack")
public record AWSAccess(
        @JsonPropertyDescription("Use the FIPS 140 endpoint, which exists only in US regions.") @Nullable
        Boolean fips,

        @JsonPropertyDescription("Use the dual-stack (IPv4 and IPv6) endpoint.") @Nullable
        Boolean dualStack,

        @Size(max = 1024)
        @ValidationRule(
                value = "self.matches('^https?://[^/?#@]+(:[0-9]+)?/?$')",
                message =
                        "endpoint must be scheme and host without a path, such as https://vpce-0a1b.rolesanywhere.eu-west-1.vpce.amazonaws.com")
        @JsonPropertyDescription(
                "Address of a custom endpoint, such as a VPC endpoint. It receives the pods' requests and returns their credentials:"
                        + " an address outside AWS needs the verb redirect on this object. Must be https unless the chart sets"
                        + " aws.allowInsecureEndpoints.")
        @Nullable
        String endpoint,

        @Size(max = 1024)
        @ValidationRule(
                // The API server prints a value that the schema rejects, and a value with an at sign may hold a
                // password. So the chart's admission policy rejects it without printing it; the operator rejects such a
                // value too, because the policy may be missing.
                value = "self.contains('@') || self.matches('^http://[^/?#]+(:[0-9]+)?/?$')",
                message =
                        "proxy must be an HTTP proxy without a path, such as http://proxy.example.org:3128; for a proxy with a"
                                + " password use proxySecretRef")
        @JsonPropertyDescription(
                "HTTP proxy for connections to AWS (CONNECT). All readers of this object can see it; for a proxy with a password use"
                        + " proxySecretRef. Setting it needs the verb redirect on this object.")
        @Nullable
        String proxy,

        @Size(max = 65536)
        @ValidationRule(
                value = PemRule.IS_MET,
                message =
                        "caBundle must be PEM certificates, each between BEGIN CERTIFICATE and END CERTIFICATE lines; none of them"
                                + " can be read: check that the base64 is complete and that the line breaks are real line breaks")
        @JsonPropertyDescription(
                "Additional certificate authorities (PEM) to trust for AWS's endpoint or an intercepting proxy. The holder of such a"
                        + " CA's key can read the credentials: setting it needs the verb redirect on this object.")
        @Nullable
        String caBundle,

        @JsonPropertyDescription(
                "HTTP proxy with a user and password, instead of proxy. Setting it needs the verb redirect on this object.")
        @Nullable
        ProxySecretReference proxySecretRef,

        @JsonPropertyDescription(
                "ConfigMap of the operator's namespace whose entry (by default 'proxy') is the proxy's URL, instead of proxy. Setting"
                        + " it needs the verb redirect on this object.")
        @Nullable
        EntryReference proxyConfigMapRef,

        @JsonPropertyDescription(
                "Secret of the operator's namespace with annotation rolesanywhere.dev/ca-bundle: \"true\", whose entry (by default"
                        + " 'ca.crt') is used instead of caBundle. Only certificates in the entry are used. Setting it needs the verb"
                        + " redirect on this object.")
        @Nullable
        EntryReference caBundleSecretRef,

        @JsonPropertyDescription(
                "ConfigMap of the operator's namespace whose entry (by default 'ca.crt') is used instead of caBundle. Setting it"
                        + " needs the verb redirect on this object.")
        @Nullable
        EntryReference caBundleConfigMapRef,

        @Size(max = 1024)
        @ValidationRule(
                value = "self.matches('^https?://[^/?#@]+(:[0-9]+)?/?$')",
                message =
                        "stsEndpoint must be scheme and host without a path, such as https://vpce-0a1b.sts.eu-west-1.vpce.amazonaws.com")
        @JsonPropertyDescription(
                "Address of a custom STS endpoint, for roles with a targetRole. It replaces the region's public STS endpoint, so fips and dualStack do not affect STS. An address outside AWS needs the verb redirect on this object.")
        @Nullable
        String stsEndpoint) {
    /** Without an endpoint of STS. */
    public AWSAccess(
            @Nullable Boolean fips,
            @Nullable Boolean dualStack,
            @Nullable String endpoint,
            @Nullable String proxy,
            @Nullable String caBundle,
            @Nullable ProxySecretReference proxySecretRef,
            @Nullable EntryReference proxyConfigMapRef,
            @Nullable EntryReference caBundleSecretRef,
            @Nullable EntryReference caBundleConfigMapRef) {
        this(
                fips,
                dualStack,
                endpoint,
                proxy,
                caBundle,
                proxySecretRef,
                proxyConfigMapRef,
                caBundleSecretRef,
                caBundleConfigMapRef,
                null);
    }

    /** Without references to ConfigMaps, and to a Secret with CA certificates. */
    public AWSAccess(
            @Nullable Boolean fips,
            @Nullable Boolean dualStack,
            @Nullable String endpoint,
            @Nullable String proxy,
            @Nullable String caBundle,
            @Nullable ProxySecretReference proxySecretRef) {
        this(fips, dualStack, endpoint, proxy, caBundle, proxySecretRef, null, null, null);
    }

    /** Without a proxy that has a password. */
    public AWSAccess(
            @Nullable Boolean fips,
            @Nullable Boolean dualStack,
            @Nullable String endpoint,
            @Nullable String proxy,
            @Nullable String caBundle) {
        this(fips, dualStack, endpoint, proxy, caBundle, null);
    }

    /** Without the proxy, which may come from a Secret. */
    @Override
    public String toString() {
        return "AWSAccess[fips=" + fips + ", dualStack=" + dualStack + ", endpoint=" + endpoint + "]";
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ProxySecretReference(
            @Required
            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                    message =
                            "proxySecretRef.name must be the name of a Secret in the operator's namespace, such as aws-proxy")
            @JsonPropertyDescription(
                    "Secret of the operator's namespace with annotation rolesanywhere.dev/proxy: \"true\", whose entry 'proxy' is the URL: http://<user>:<password>@<host>:<port>.")
            String name) {}

    /** One entry of a ConfigMap or a Secret. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record EntryReference(
            @Required
            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                    message =
                            "name must be the name of an object in the operator's namespace, without that namespace, such as corporate-ca")
            @JsonPropertyDescription("Name of the object, in the operator's namespace.")
            String name,

            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self.matches('^[-._a-zA-Z0-9]+$')",
                    message = "key must be the name of an entry, such as ca.crt")
            @JsonPropertyDescription("Name of the entry.")
            @Nullable
            String key) {}
}
