/**
 * The requests that a pod without permissions can send, as a program with only the JDK. It runs inside the tests' own
 * cluster, for a limited time, against the given addresses.
 */
@NullMarked
package dev.rolesanywhere.e2e.attacker;

import org.jspecify.annotations.NullMarked;
