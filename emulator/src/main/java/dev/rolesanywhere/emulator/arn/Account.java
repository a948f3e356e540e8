package dev.rolesanywhere.emulator.arn;

import dev.rolesanywhere.emulator.protocol.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The account of the emulator's resources, for calls without an account.
 *
 * @param region default for management calls without a signature
 */
public record Account(String partition, String id, String region) {
    private static final Pattern SCOPE_REGION = Pattern.compile("Credential=[^/]+/\\d{8}/([a-z0-9-]+)/");

    /** The ARN of one of this account's Roles Anywhere resources. */
    public Arn rolesAnywhere(String resourceRegion, String type, String resourceId) {
        return new Arn(partition, "rolesanywhere", resourceRegion, id, type + "/" + resourceId);
    }

    /** The ARN of one of this account's IAM resources, such as {@code user/admin}. */
    public String iam(String resource) {
        return new Arn(partition, "iam", "", id, resource).toString();
    }

    /** A management call acts in the region of its signature. This only reads the region; the signature is verified elsewhere, if at all. */
    public String regionOf(Request request) {
        Matcher scope = SCOPE_REGION.matcher(request.header("authorization").orElse(""));
        return scope.find() ? scope.group(1) : region;
    }
}
