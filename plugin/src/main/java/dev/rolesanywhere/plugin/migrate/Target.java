package dev.rolesanywhere.plugin.migrate;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The AWSRole that replaces a key.
 *
 * @param awsRole its name; a placeholder has a name that the API server rejects
 * @param arn ARN of the IAM role, if the AWSRole must be created
 */
record Target(String awsRole, @Nullable String arn) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[^/]+/)*([A-Za-z0-9+=,.@_-]+)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");

    /** Upper case, which is invalid in an AWSRole's name. */
    private static final String PLACEHOLDER = "WRITE-THE-AWSROLE-OF-";

    /** Parses the user's text: the name of an existing AWSRole, or the ARN of an IAM role. */
    static boolean isTarget(String text) {
        return ARN.matcher(text).matches() || NAME.matcher(text).matches();
    }

    static Target of(String text) {
        var arn = ARN.matcher(text);
        return arn.matches() ? new Target(name(arn.group(1)), text) : new Target(text, null);
    }

    /** The user has not named a role for the key. */
    static Target unknown(String key) {
        return new Target(PLACEHOLDER + key.toUpperCase(Locale.ROOT), null);
    }

    boolean isPlaceholder() {
        return awsRole.startsWith(PLACEHOLDER);
    }

    /** For the binding. */
    String bindingName() {
        return isPlaceholder()
                ? "key-" + awsRole.substring(PLACEHOLDER.length()).toLowerCase(Locale.ROOT)
                : awsRole;
    }

    private static String name(String iamName) {
        String name =
                iamName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+|-+$", "");
        return name.isEmpty()
                ? "role"
                : name.length() > 64 ? name.substring(0, 64).replaceAll("-+$", "") : name;
    }
}
