package dev.rolesanywhere.emulator.policy;

/**
 * An action that a call needs to be permitted.
 *
 * @param action such as {@code rolesanywhere:CreateProfile}
 * @param resource the ARN that the action concerns; {@code *} where AWS defines no resource type for the action
 * @param context the values that conditions compare
 */
public record Permission(String action, String resource, RequestContext context) {}
