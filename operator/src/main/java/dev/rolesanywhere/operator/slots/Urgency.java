package dev.rolesanywhere.operator.slots;

/** Whether somebody waits: a pod that starts has nothing yet, or a session ends soon; one that renews in time has most of it left. */
public enum Urgency {
    Pressing,
    Renewing
}
