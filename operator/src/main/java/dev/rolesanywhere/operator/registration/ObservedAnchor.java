package dev.rolesanywhere.operator.registration;

/**
 * A trust anchor in AWS.
 *
 * @param ours whether its tags mark it as ours
 * @param notices whether the notification settings are as desired: for the CA's expiration, not for leaf certificates
 */
record ObservedAnchor(String id, String arn, boolean ours, boolean enabled, String bundlePem, boolean notices) {}
