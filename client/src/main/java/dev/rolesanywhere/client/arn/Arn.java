package dev.rolesanywhere.client.arn;

import dev.rolesanywhere.client.endpoint.Partition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code arn:partition:service:region:account:resource}. Source: AWS General Reference, "Amazon Resource Names".
 *
 * @param region empty for global services
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** Longest ARN that CreateSession accepts, in characters. */
    static final int MAX_LENGTH = 1011;

    private static final int PARTS = 6;

    /**
     * Reads an ARN with an account of twelve digits.
     *
     * @param what the kind of the resource, for the message, such as "role"
     * @param example a valid ARN, for the message
     * @throws IllegalArgumentException with the problem and the correction
     */
    static Arn parse(String text, String what, String example) {
        if (text.length() > MAX_LENGTH) {
            throw malformed(text.substring(0, 60) + "…", what, "it is longer than 1011 characters", example);
        }
        Arn arn = find(text).orElse(null);
        if (arn == null) {
            throw malformed(text, what, "it is not an ARN", example);
        }
        if (!arn.partition.startsWith("aws")) {
            throw malformed(text, what, "'" + arn.partition + "' is not an AWS partition", example);
        }
        if (!isAccount(arn.account)) {
            throw malformed(text, what, "the account must be 12 digits", example);
        }
        return arn;
    }

    /** The parts of an ARN, unchecked. Empty if the text is not an ARN. */
    public static Optional<Arn> find(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(":", PARTS);
        return parts.length < PARTS || !parts[0].equals("arn")
                ? Optional.empty()
                : Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    /**
     * The parts of an ARN that the schema has checked.
     *
     * @throws IllegalArgumentException if it is not an ARN
     */
    public static Arn of(String text) {
        Arn arn = find(text).orElse(null);
        if (arn == null) {
            throw new IllegalArgumentException("'" + text + "' is not an ARN");
        }
        return arn;
    }

    /** Whether the region belongs to the partition; an object from before the schema may hold another region. */
    public boolean isRegionOfPartition() {
        Partition owner = Partition.ofRegion(region).orElse(null);
        return owner != null && owner.id().equals(partition);
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
