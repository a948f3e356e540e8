package dev.rolesanywhere.operator.slots;

/** What AWS's quota is for: an account, by its number, in a region. */
public record Place(String account, String region) {}
