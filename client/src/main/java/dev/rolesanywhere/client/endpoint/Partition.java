package dev.rolesanywhere.client.endpoint;

/** AWS's partitions and their DNS suffixes, from botocore's partitions.json. */
public enum Partition {
    AWS("amazonaws.com", "api.aws"),
    CHINA("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    US_GOV("amazonaws.com", "api.aws"),
    EUROPEAN_SOVEREIGN("amazonaws.eu", "api.amazonwebservices.eu"),
    ISO("c2s.ic.gov", "api.aws.ic.gov"),
    ISO_B("sc2s.sgov.gov", "api.aws.scloud"),
    ISO_E("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ISO_F("csp.hci.ic.gov", "api.aws.hci.ic.gov");

    private final String suffix;
    private final String dualStackSuffix;

    Partition(String suffix, String dualStackSuffix) {
        this.suffix = suffix;
        this.dualStackSuffix = dualStackSuffix;
    }

    /** By the region's prefix; a region that no partition claims is of the commercial one, as new regions are. */
    public static Partition ofRegion(String region) {
        if (region.startsWith("cn-")) {
            return CHINA;
        }
        if (region.startsWith("us-gov-")) {
            return US_GOV;
        }
        if (region.startsWith("eusc-")) {
            return EUROPEAN_SOVEREIGN;
        }
        if (region.startsWith("us-isob-")) {
            return ISO_B;
        }
        if (region.startsWith("us-isof-")) {
            return ISO_F;
        }
        if (region.startsWith("us-iso-")) {
            return ISO;
        }
        return region.startsWith("eu-isoe-") ? ISO_E : AWS;
    }

    public String suffix() {
        return suffix;
    }

    public String dualStackSuffix() {
        return dualStackSuffix;
    }
}
