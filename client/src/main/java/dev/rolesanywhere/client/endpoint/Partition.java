package dev.rolesanywhere.client.endpoint;

import org.jspecify.annotations.Nullable;

/** An AWS partition and the DNS suffixes of its endpoints. Source: botocore's {@code partitions.json}. */
public enum Partition {
    CHINA("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    EUROPEAN_SOVEREIGN_CLOUD("aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
    GOV_CLOUD("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"),
    ISO("aws-iso", "us-iso-", "c2s.ic.gov", null),
    ISO_B("aws-iso-b", "us-isob-", "sc2s.sgov.gov", null),
    ISO_E("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", null),
    ISO_F("aws-iso-f", "us-isof-", "csp.hci.ic.gov", null),
    /** Last: every region that no other partition claims. */
    COMMERCIAL("aws", "", "amazonaws.com", "api.aws");

    private final String id;
    private final String regionPrefix;
    private final String dnsSuffix;
    private final @Nullable String dualStackSuffix;

    Partition(String id, String regionPrefix, String dnsSuffix, @Nullable String dualStackSuffix) {
        this.id = id;
        this.regionPrefix = regionPrefix;
        this.dnsSuffix = dnsSuffix;
        this.dualStackSuffix = dualStackSuffix;
    }

    public static Partition ofRegion(String region) {
        for (Partition partition : values()) {
            if (region.startsWith(partition.regionPrefix)) {
                return partition;
            }
        }
        return COMMERCIAL;
    }

    /** As it stands in an ARN. */
    public String id() {
        return id;
    }

    String dnsSuffix() {
        return dnsSuffix;
    }

    /** Null where the partition has no dual-stack endpoints. */
    @Nullable
    String dualStackSuffix() {
        return dualStackSuffix;
    }
}
