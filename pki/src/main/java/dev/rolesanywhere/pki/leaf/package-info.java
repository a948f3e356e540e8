/** The leaf certificate: its identity, and the certificate profile that IAM Roles Anywhere accepts. */
@NullMarked
package dev.rolesanywhere.pki.leaf;

import org.jspecify.annotations.NullMarked;
