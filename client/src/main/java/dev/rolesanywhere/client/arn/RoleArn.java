package dev.rolesanywhere.client.arn;

/** The ARN of an IAM role, {@code arn:<partition>:iam::<account>:role/<path and name>}. */
public record RoleArn(Arn arn) {
    private static final String EXAMPLE = "arn:aws:iam::111122223333:role/<name>";

    /** @throws IllegalArgumentException with the problem and the correction */
    public static RoleArn parse(String text) {
        Arn arn = Arn.parse(text, "role", EXAMPLE);
        if (arn.service().equals("sts") && arn.resource().startsWith("assumed-role/")) {
            throw Arn.malformed(text, "role", "it is the ARN of a session, not of a role", EXAMPLE);
        }
        if (!arn.service().equals("iam")) {
            throw Arn.malformed(text, "role", "its service is '" + arn.service() + "', not 'iam'", EXAMPLE);
        }
        if (!arn.region().isEmpty()) {
            throw Arn.malformed(text, "role", "IAM is global, so its region must be empty", EXAMPLE);
        }
        if (!arn.resource().startsWith("role/") || arn.resource().endsWith("/")) {
            throw Arn.malformed(text, "role", "its resource is '" + arn.resource() + "'", EXAMPLE);
        }
        return new RoleArn(arn);
    }

    public String account() {
        return arn.account();
    }

    /** The role's name, without its path. */
    public String name() {
        return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return arn.toString();
    }
}
