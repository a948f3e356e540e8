/** What a pod without rights can send, as a program of the JDK alone. It runs inside the tests' own cluster, for a bounded time, against the addresses that it is given. */
@NullMarked
package dev.rolesanywhere.e2e.attacker;

import org.jspecify.annotations.NullMarked;
