package dev.rolesanywhere.emulator.arn;

import java.util.Optional;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}.
 *
 * @param region empty for global services such as IAM
 * @param resource everything after the account, with its type: {@code profile/…}, {@code alias/profile/…}, {@code role/path/name}
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    /** Empty if the text does not have the six parts of an ARN. */
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6
                || !parts[0].equals("arn")
                || parts[1].isEmpty()
                || parts[2].isEmpty()
                || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    /** Parses what the emulator itself wrote. */
    public static Arn of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("Not an ARN: " + text));
    }

    /** Whether this is the ARN of a Roles Anywhere resource of that type, by its id or by an alias. */
    public boolean isRolesAnywhere(String type) {
        return service.equals("rolesanywhere")
                && !region.isEmpty()
                && !account.isEmpty()
                && (resource.startsWith(type + "/") || resource.startsWith("alias/" + type + "/"));
    }

    public boolean isRole() {
        return service.equals("iam") && region.isEmpty() && !account.isEmpty() && resource.startsWith("role/");
    }

    /** The last part of the resource: an id, a role's name. */
    public String name() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return String.join(":", "arn", partition, service, region, account, resource);
    }
}
