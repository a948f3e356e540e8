package dev.rolesanywhere.client.arn;

/** The ARN of a Roles Anywhere profile, canonical ({@code …:profile/<id>}) or by alias ({@code …:alias/profile/<name>}). */
public record ProfileArn(Arn arn) {
    private static final String KIND = "profile";

    /** @throws IllegalArgumentException with the problem and the correction */
    public static ProfileArn parse(String text) {
        return new ProfileArn(RolesAnywhereArns.parse(text, KIND));
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
