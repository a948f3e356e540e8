package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The user's mapping from keys to roles. The permissions of a key are not inferred. */
record Mapping(Map<String, Target> byKey) {
    static Mapping of(List<String> options) {
        Map<String, Target> byKey = new LinkedHashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? "" : option.substring(0, equals);
            String role = option.substring(equals + 1);
            if (key.isEmpty() || !Target.isTarget(role)) {
                throw new PluginException(
                        ExitCode.USAGE,
                        "--role %s is invalid. Write an access key ID, '=', and the name of an AWSRole or the ARN of an IAM role: --role AKIAIOSFODNN7EXAMPLE=arn:aws:iam::111122223333:role/orders-reader"
                                .formatted(option));
            }
            byKey.put(key, Target.of(role));
        }
        return new Mapping(byKey);
    }

    Target of(String key) {
        return byKey.getOrDefault(key, Target.unknown(key));
    }

    /** With a mistyped key, the intended key would get no role. */
    void requireFound(Collection<String> keys) {
        List<String> strange =
                byKey.keySet().stream().filter(key -> !keys.contains(key)).toList();
        if (!strange.isEmpty()) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "No workload uses key %s. Found keys: %s. Correct or remove --role."
                            .formatted(String.join(", ", strange), keys.isEmpty() ? "none" : String.join(", ", keys)));
        }
    }
}
