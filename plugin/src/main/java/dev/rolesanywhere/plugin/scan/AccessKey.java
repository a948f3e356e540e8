package dev.rolesanywhere.plugin.scan;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognizes AWS keys by the usual names of their entries, and extracts the access key ID. No other part of a value leaves this class. */
final class AccessKey {
    private static final Pattern ID = Pattern.compile("(?:AKIA|ASIA)[A-Z0-9]{16}");
    /** Only an ID is shown: any other value, such as a secret key under the wrong name, is never shown. */
    private static final Pattern IN_FILE = Pattern.compile("(?i:aws_access_key_id)\\s*[=:]\\s*(" + ID + ")\\b");

    private static final Set<String> ID_NAMES =
            Set.of("AWSACCESSKEYID", "ACCESSKEYID", "AWSACCESSKEY", "AWSKEYID", "ACCESSKEY", "AWSKEY");
    private static final Set<String> SECRET_NAMES =
            Set.of("AWSSECRETACCESSKEY", "SECRETACCESSKEY", "AWSSECRETKEY", "SECRETKEY", "AWSSECRET", "AWSSECRETKEYID");
    private static final int MOST = 100_000;

    private AccessKey() {}

    /** Whether SDKs read this variable as a static key. */
    static boolean isVariable(String name) {
        return name.equals("AWS_ACCESS_KEY_ID") || name.equals("AWS_SECRET_ACCESS_KEY");
    }

    /** Whether the names together belong to a key: a single name such as {@code accessKey} is not sufficient. */
    static boolean areOfAKey(Set<String> names) {
        return names.stream().anyMatch(AccessKey::isVariable)
                || (names.stream().anyMatch(name -> ID_NAMES.contains(plain(name)))
                        && names.stream().anyMatch(name -> SECRET_NAMES.contains(plain(name))));
    }

    /** Whether the value is an AWS credentials file with a static key. */
    static boolean isFile(String text) {
        return text.length() <= MOST && text.toLowerCase(Locale.ROOT).contains("aws_secret_access_key");
    }

    /** The ID from a value or from a credentials file. */
    static Optional<String> id(@Nullable String value) {
        if (value == null || value.length() > MOST) {
            return Optional.empty();
        }
        if (ID.matcher(value.strip()).matches()) {
            return Optional.of(value.strip());
        }
        Matcher file = IN_FILE.matcher(value);
        return file.find() ? Optional.of(file.group(1)) : Optional.empty();
    }

    /** The ID from a Secret's values. */
    static Optional<String> id(Map<String, String> data) {
        return data.values().stream().flatMap(value -> id(value).stream()).findFirst();
    }

    /** A value of a Secret; empty if it is not base64. */
    static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}
