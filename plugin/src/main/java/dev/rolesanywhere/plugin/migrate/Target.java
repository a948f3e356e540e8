package dev.rolesanywhere.plugin.migrate;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The AWSRole that takes a key's place.
 *
 * @param awsRole its name; of a placeholder one that the API server rejects
 * @param arn of the IAM role, where the AWSRole is to be written
 */
record Target(String awsRole, @Nullable String arn) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[^/]+/)*([A-Za-z0-9+=,.@_-]+)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");

    /** In capitals, which no AWSRole's name may have. */
    private static final String PLACEHOLDER = "WRITE-THE-AWSROLE-OF-";

    /** What a user writes: the name of an AWSRole that exists, or the ARN of an IAM role. */
    static boolean isTarget(String text) {
        return ARN.matcher(text).matches() || NAME.matcher(text).matches();
    }

    static Target of(String text) {
        var arn = ARN.matcher(text);
        return arn.matches() ? new Target(name(arn.group(1)), text) : new Target(text, null);
    }

    /** Nobody has said which role takes the place of the key. */
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
