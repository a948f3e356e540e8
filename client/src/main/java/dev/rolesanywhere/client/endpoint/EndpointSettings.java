package dev.rolesanywhere.client.endpoint;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a service of AWS in a region.
 *
 * @param region the region of trust anchor and profile
 * @param override an endpoint to use in place of AWS's; {@code http} is allowed here only
 */
public record EndpointSettings(
        String region,
        boolean fips,
        boolean dualStack,
        @Nullable URI override) {
    public static EndpointSettings of(String region) {
        return new EndpointSettings(region, false, false, null);
    }

    /**
     * The endpoint without a path, as {@code https://rolesanywhere.eu-west-1.amazonaws.com}.
     *
     * @throws IllegalArgumentException if the settings contradict each other, with the correction
     */
    public URI resolve() {
        return resolve("rolesanywhere", fips);
    }

    /**
     * The endpoint of STS, such as {@code https://sts.eu-west-1.amazonaws.com}. In the partition of the US government,
     * AWS's rules use the ordinary endpoints as FIPS endpoints, except the dual-stack ones.
     *
     * @throws IllegalArgumentException if the settings contradict each other, with the correction
     */
    public URI resolveSts() {
        boolean ordinary = region.startsWith(Regions.GOV_CLOUD) && !dualStack;
        return resolve("sts", fips && !ordinary);
    }

    private URI resolve(String service, boolean fipsName) {
        // The region becomes part of a host name, so nothing else may be in it.
        Partition partition = Partition.ofRegion(region)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + region + "' is not an AWS region. Write one such as eu-west-1"));
        if (override != null) {
            return checkedOverride(override);
        }
        String suffix = dualStack ? partition.dualStackSuffix() : partition.dnsSuffix();
        return URI.create("https://" + service + (fipsName ? "-fips" : "") + "." + region + "." + suffix);
    }

    private URI checkedOverride(URI endpoint) {
        if (fips || dualStack) {
            throw new IllegalArgumentException("a custom endpoint cannot be combined with "
                    + (fips ? "fips" : "dualStack") + ". Remove one of the two settings");
        }
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw new IllegalArgumentException(
                    "'" + endpoint + "' is not an endpoint. Write https://<host> or https://<host>:<port>");
        }
        if (endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an endpoint has no user, query or fragment. Write https://<host> or https://<host>:<port>");
        }
        return endpoint;
    }
}
