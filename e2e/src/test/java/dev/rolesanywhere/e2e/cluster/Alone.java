package dev.rolesanywhere.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Stops parts that other classes need, or measures, so no other class runs at the same time. JUnit runs such classes
 * after all others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Isolated
public @interface Alone {
    /** What it stops, or why it must have the node alone. */
    String value();
}
