package dev.rolesanywhere.operator.registration;

/**
 * A trust anchor in AWS.
 *
 * @param ours whether its tags say so
 * @param notices whether AWS tells of the CA's end as wished, and not of leaves, whose end is always near
 */
record ObservedAnchor(String id, String arn, boolean ours, boolean enabled, String bundlePem, boolean notices) {}
