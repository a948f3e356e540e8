package dev.rolesanywhere.client.arn;

/** The ARN of a Roles Anywhere trust anchor, canonical ({@code …:trust-anchor/<id>}) or by alias ({@code …:alias/trust-anchor/<name>}). */
public record TrustAnchorArn(Arn arn) {
    private static final String KIND = "trust-anchor";

    /** @throws IllegalArgumentException with the problem and the correction */
    public static TrustAnchorArn parse(String text) {
        return new TrustAnchorArn(RolesAnywhereArns.parse(text, KIND));
    }

    public String region() {
        return arn.region();
    }

    public String account() {
        return arn.account();
    }

    /** Whether the resource is an alias. CreateSession accepts an alias; IAM policies need the canonical ARN. */
    public boolean isAlias() {
        return RolesAnywhereArns.isAlias(arn);
    }

    /** The id, or the alias's name. */
    public String name() {
        return RolesAnywhereArns.name(arn, KIND);
    }

    @Override
    public String toString() {
        return arn.toString();
    }
}
