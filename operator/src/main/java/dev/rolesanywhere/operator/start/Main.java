package dev.rolesanywhere.operator.start;

import dev.rolesanywhere.crds.startup.Startup;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Begins to answer the startup probe. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        Startup.openPort(System.getenv());
        Quarkus.run(arguments);
    }
}
