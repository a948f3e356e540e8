/**
 * Strangers send what they can to every listener of ours, while legitimate pods are served beside them. A short form is a test; {@code make attack} runs each attack
 * for a minute and prints a table.
 */
@NullMarked
package dev.rolesanywhere.e2e.attack;

import org.jspecify.annotations.NullMarked;
