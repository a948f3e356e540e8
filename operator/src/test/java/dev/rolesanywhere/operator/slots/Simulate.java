package dev.rolesanywhere.operator.slots;

/** {@code make simulate}: prints what comes of each scenario. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        for (Scenario scenario : Scenarios.ALL) {
            System.out.println(Fleet.run(scenario).print());
        }
    }
}
