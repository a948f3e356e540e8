package dev.rolesanywhere.operator.slots;

/** Whether somebody waits: a pod that starts has nothing yet, one that renews has credentials for at least half their life. */
public enum Urgency {
    Starting,
    Renewing
}
