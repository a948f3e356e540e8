package dev.rolesanywhere.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Mostly waits, in its own namespaces or on its own cluster. It runs in parallel with other classes, its methods one
 * after another. A class that changes the installation, or that fails on a busy machine, is {@link Alone}. The module's
 * POM sets the threads for this.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Beside {}
