package dev.rolesanywhere.operator.outcome;

/** Is told of every outcome that a pod reports about a role that is bound to it. */
public interface OutcomeListener {
    void heard(Outcome outcome);
}
