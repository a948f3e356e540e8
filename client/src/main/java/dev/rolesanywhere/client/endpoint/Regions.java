package dev.rolesanywhere.client.endpoint;

/**
 * The patterns of region names for each partition, as constants, so that the schema of the API objects and the endpoints use the same
 * table. Source: {@code regionRegex} in botocore's {@code partitions.json}. The regular expressions are RE2's and Java's.
 */
public final class Regions {
    static final String CHINA = "cn-";
    static final String EUROPEAN_SOVEREIGN_CLOUD = "eusc-de-";
    static final String GOV_CLOUD = "us-gov-";
    static final String ISO = "us-iso-";
    static final String ISO_B = "us-isob-";
    static final String ISO_E = "eu-isoe-";
    static final String ISO_F = "us-isof-";

    /** Direction and number: {@code west-1}. A name such as {@code us-gov-west-1-fips} belongs to an endpoint, not to a region. */
    private static final String REST = "[a-z]+-[0-9]+";

    /** Any two letters except China's: an old operator must accept regions that AWS opens later. */
    private static final String COMMERCIAL = "([abd-z][a-z]|c[a-mo-z])-";

    /** A region of any partition. */
    public static final String ANY = "(" + COMMERCIAL + REST + "|" + CHINA + REST + "|" + EUROPEAN_SOVEREIGN_CLOUD
            + REST
            + "|" + GOV_CLOUD + REST + "|" + ISO + REST + "|" + ISO_B + REST + "|" + ISO_E + REST + "|" + ISO_F + REST
            + ")";

    /** The id of any partition, as ARNs have it. */
    public static final String PARTITION = "(aws|aws-cn|aws-eusc|aws-us-gov|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f)";

    /** The beginning of an ARN up to its region, which must belong to the partition. */
    public static final String ARN_OF_A_REGION = "^arn:(aws:[a-z-]+:" + COMMERCIAL + REST + "|aws-cn:[a-z-]+:" + CHINA
            + REST + "|aws-eusc:[a-z-]+:" + EUROPEAN_SOVEREIGN_CLOUD + REST + "|aws-us-gov:[a-z-]+:" + GOV_CLOUD + REST
            + "|aws-iso:[a-z-]+:" + ISO + REST + "|aws-iso-b:[a-z-]+:" + ISO_B + REST + "|aws-iso-e:[a-z-]+:" + ISO_E
            + REST + "|aws-iso-f:[a-z-]+:" + ISO_F + REST + "):";

    private Regions() {}

    /** {@link #REST} without regular expressions, which the sidecar does not load. */
    static boolean isRest(String text) {
        int dash = text.indexOf('-');
        return dash > 0
                && dash < text.length() - 1
                && all(text.substring(0, dash), 'a', 'z')
                && all(text.substring(dash + 1), '0', '9');
    }

    private static boolean all(String text, char first, char last) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < first || text.charAt(i) > last) {
                return false;
            }
        }
        return true;
    }
}
