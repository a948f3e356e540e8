package dev.rolesanywhere.operator.registration;

import java.util.Set;

/**
 * A profile in AWS.
 *
 * @param ours whether its tags say so
 */
record ObservedProfile(
        String id, String arn, boolean ours, boolean enabled, Set<String> roleArns, int durationSeconds) {}
