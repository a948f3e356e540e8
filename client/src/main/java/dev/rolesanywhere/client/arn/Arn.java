package dev.rolesanywhere.client.arn;

/**
 * {@code arn:partition:service:region:account:resource}. Source: AWS General Reference, "Amazon Resource Names".
 *
 * @param region empty for global services
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** Longest ARN that CreateSession accepts, in characters. */
    static final int MAX_LENGTH = 1011;

    /**
     * Reads an ARN whose account is twelve digits.
     *
     * @param what what the ARN names, for the message, as in "role"
     * @param example an ARN to write instead, for the message
     * @throws IllegalArgumentException with what is wrong and what to write
     */
    static Arn parse(String text, String what, String example) {
        if (text.length() > MAX_LENGTH) {
            throw malformed(text.substring(0, 60) + "…", what, "it is longer than 1011 characters", example);
        }
        String[] parts = text.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn")) {
            throw malformed(text, what, "it is not an ARN", example);
        }
        if (!parts[1].startsWith("aws")) {
            throw malformed(text, what, "'" + parts[1] + "' is no AWS partition", example);
        }
        if (!isAccount(parts[4])) {
            throw malformed(text, what, "the account must be 12 digits", example);
        }
        return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    static IllegalArgumentException malformed(String text, String what, String reason, String example) {
        return new IllegalArgumentException(
                "'" + text + "' is not the ARN of a " + what + ": " + reason + ". Write " + example);
    }

    private static boolean isAccount(String account) {
        if (account.length() != 12) {
            return false;
        }
        for (int i = 0; i < account.length(); i++) {
            if (account.charAt(i) < '0' || account.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
