package dev.rolesanywhere.client.endpoint;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The address of IAM Roles Anywhere in a region, as botocore's endpoint rules have it. */
public final class Endpoint {
    private Endpoint() {}

    /**
     * @param override replaces the public address, such as a VPC endpoint's; cannot be joined with the other two
     * @throws IllegalArgumentException where the combination is not to be had; the message says what to write
     */
    public static URI of(String region, boolean fips, boolean dualStack, @Nullable String override) {
        if (override != null) {
            if (fips || dualStack) {
                throw new IllegalArgumentException(
                        "endpoint replaces the address that fips and dualStack would choose; set either endpoint, or fips and dualStack");
            }
            return overridden(override);
        }
        if (!isCode(region)) {
            throw new IllegalArgumentException("not a region: " + region + "; write one such as eu-west-1");
        }
        Partition partition = Partition.ofRegion(region);
        String suffix = dualStack ? partition.dualStackSuffix() : partition.suffix();
        return URI.create("https://rolesanywhere" + (fips ? "-fips" : "") + "." + region + "." + suffix);
    }

    private static URI overridden(String override) {
        URI uri = URI.create(override);
        boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        String path = uri.getPath();
        if (!http || uri.getHost() == null || (path != null && path.length() > 1)) {
            throw new IllegalArgumentException("endpoint must be scheme and host without a path, such as "
                    + "https://vpce-0a1b.rolesanywhere.eu-west-1.vpce.amazonaws.com");
        }
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    private static boolean isCode(String region) {
        for (int i = 0; i < region.length(); i++) {
            char c = region.charAt(i);
            if (c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !region.isEmpty();
    }
}
