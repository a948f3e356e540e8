package dev.rolesanywhere.operator.role;

/** Account and region of an ARN. The CRDs' schemas admit well-formed ARNs only. */
public record ArnPlace(String partition, String region, String account) {
    private static final int PARTS = 6;

    /** @throws IllegalArgumentException if it is no ARN */
    public static ArnPlace of(String arn) {
        String[] parts = arn.split(":", PARTS);
        if (parts.length < PARTS) {
            throw new IllegalArgumentException("'" + arn + "' is not an ARN");
        }
        return new ArnPlace(parts[1], parts[3], parts[4]);
    }
}
