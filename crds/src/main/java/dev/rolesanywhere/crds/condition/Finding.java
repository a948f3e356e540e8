package dev.rolesanywhere.crds.condition;

/** The result of a decision for one condition, before it is merged into the object's conditions. */
public record Finding(String type, Condition.Status status, String reason, String message) {
    public static Finding met(Enum<?> type, Enum<?> reason, String message) {
        return new Finding(type.name(), Condition.Status.True, reason.name(), message);
    }

    public static Finding unmet(Enum<?> type, Enum<?> reason, String message) {
        return new Finding(type.name(), Condition.Status.False, reason.name(), message);
    }

    public static Finding unknown(Enum<?> type, Enum<?> reason, String message) {
        return new Finding(type.name(), Condition.Status.Unknown, reason.name(), message);
    }

    public boolean isMet() {
        return status == Condition.Status.True;
    }
}
