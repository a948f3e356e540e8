package dev.rolesanywhere.operator.slots;

/** Whether the call is urgent: a starting pod has no session yet, or a session expires soon. A regular renewal is not urgent. */
public enum Urgency {
    Pressing,
    Renewing
}
