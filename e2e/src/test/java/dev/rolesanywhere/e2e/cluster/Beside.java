package dev.rolesanywhere.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Mostly waits, in namespaces of its own or on a cluster of its own: runs beside other classes, its methods one after another. A class that changes the
 * installation, or that fails where a neighbor takes time from it, is {@link Alone}. The threads for this are in the module's POM.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Beside {}
