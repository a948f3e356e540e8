/** Certificate authorities that sign workload leaves, and the check that IAM Roles Anywhere will accept them. */
@NullMarked
package dev.rolesanywhere.pki.authority;

import org.jspecify.annotations.NullMarked;
