/** The leaf: which identity it carries, and the profile that IAM Roles Anywhere accepts. */
@NullMarked
package dev.rolesanywhere.pki.leaf;

import org.jspecify.annotations.NullMarked;
