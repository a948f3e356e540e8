package dev.rolesanywhere.client.arn;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">ARNs</a>
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** @throws IllegalArgumentException where the text is no ARN; the message says what one looks like */
    public static Arn parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length < 6
                || !parts[0].equals("arn")
                || parts[1].isEmpty()
                || parts[2].isEmpty()
                || parts[5].isEmpty()) {
            throw new IllegalArgumentException(
                    "not an ARN: " + text + "; write one such as arn:aws:iam::111122223333:role/orders-reader");
        }
        return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    /** A trust anchor's ARN, or its alias's ({@code alias/trust-anchor/NAME}). */
    public static Arn trustAnchor(String text) {
        return rolesAnywhere(text, "trust-anchor");
    }

    /** A profile's ARN, or its alias's ({@code alias/profile/NAME}). */
    public static Arn profile(String text) {
        return rolesAnywhere(text, "profile");
    }

    /** An IAM role's ARN. */
    public static Arn role(String text) {
        Arn arn = parse(text);
        if (!arn.service.equals("iam") || !arn.resource.startsWith("role/")) {
            throw new IllegalArgumentException("not the ARN of an IAM role: " + text
                    + "; write one such as arn:aws:iam::111122223333:role/orders-reader");
        }
        return arn;
    }

    private static Arn rolesAnywhere(String text, String kind) {
        Arn arn = parse(text);
        boolean resource = arn.resource.startsWith(kind + "/") || arn.resource.startsWith("alias/" + kind + "/");
        if (!arn.service.equals("rolesanywhere") || !resource || arn.region.isEmpty() || arn.account.isEmpty()) {
            throw new IllegalArgumentException("not the ARN of a " + kind + ": " + text
                    + "; write one such as arn:aws:rolesanywhere:eu-west-1:111122223333:" + kind
                    + "/01234567-89ab-cdef-0123-456789abcdef");
        }
        return arn;
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
