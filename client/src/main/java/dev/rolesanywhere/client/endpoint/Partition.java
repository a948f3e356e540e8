package dev.rolesanywhere.client.endpoint;

import java.util.Optional;

/** An AWS partition, its regions and the DNS suffixes of its endpoints. Source: botocore's {@code partitions.json}. */
public enum Partition {
    CHINA("aws-cn", Regions.CHINA, "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    EUROPEAN_SOVEREIGN_CLOUD("aws-eusc", Regions.EUROPEAN_SOVEREIGN_CLOUD, "amazonaws.eu", "api.amazonwebservices.eu"),
    GOV_CLOUD("aws-us-gov", Regions.GOV_CLOUD, "amazonaws.com", "api.aws"),
    ISO("aws-iso", Regions.ISO, "c2s.ic.gov", "api.aws.ic.gov"),
    ISO_B("aws-iso-b", Regions.ISO_B, "sc2s.sgov.gov", "api.aws.scloud"),
    ISO_E("aws-iso-e", Regions.ISO_E, "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ISO_F("aws-iso-f", Regions.ISO_F, "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    /** Last, because its regions may begin with any letters that other partitions do not use. */
    COMMERCIAL("aws", "", "amazonaws.com", "api.aws");

    private static final int COUNTRY = 3;

    private final String id;
    private final String regionPrefix;
    private final String dnsSuffix;
    private final String dualStackSuffix;

    Partition(String id, String regionPrefix, String dnsSuffix, String dualStackSuffix) {
        this.id = id;
        this.regionPrefix = regionPrefix;
        this.dnsSuffix = dnsSuffix;
        this.dualStackSuffix = dualStackSuffix;
    }

    /** The partition that has a region of this name; empty if none has. */
    public static Optional<Partition> ofRegion(String region) {
        for (Partition partition : values()) {
            if (partition.has(region)) {
                return Optional.of(partition);
            }
        }
        return Optional.empty();
    }

    private boolean has(String region) {
        if (this != COMMERCIAL) {
            return region.startsWith(regionPrefix) && Regions.isRest(region.substring(regionPrefix.length()));
        }
        return region.length() > COUNTRY
                && isLetter(region.charAt(0))
                && isLetter(region.charAt(1))
                && region.charAt(2) == '-'
                && !region.startsWith(Regions.CHINA)
                && Regions.isRest(region.substring(COUNTRY));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** The partition's name in an ARN. */
    public String id() {
        return id;
    }

    String dnsSuffix() {
        return dnsSuffix;
    }

    String dualStackSuffix() {
        return dualStackSuffix;
    }
}
