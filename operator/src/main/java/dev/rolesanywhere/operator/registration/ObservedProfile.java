package dev.rolesanywhere.operator.registration;

import java.util.Map;
import java.util.Set;

/**
 * A profile in AWS.
 *
 * @param ours whether its tags mark it as ours
 * @param mappings the attributes that become session tags, by {@code certificateField}; a field without any is absent
 */
record ObservedProfile(
        String id,
        String arn,
        boolean ours,
        boolean enabled,
        Set<String> roleArns,
        int durationSeconds,
        Map<String, Set<String>> mappings) {}
