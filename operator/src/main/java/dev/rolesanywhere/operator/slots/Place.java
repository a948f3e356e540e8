package dev.rolesanywhere.operator.slots;

/** The scope of AWS's quota: an account in a region. */
public record Place(String account, String region) {}
