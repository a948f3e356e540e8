/**
 * Attackers send every kind of traffic to each of our listeners while legitimate pods are served. A short form is a
 * test; {@code make attack} runs each attack for a minute and prints a table.
 */
@NullMarked
package dev.rolesanywhere.e2e.attack;

import org.jspecify.annotations.NullMarked;
