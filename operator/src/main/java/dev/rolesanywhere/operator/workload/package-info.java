/** The pods of bound ServiceAccounts: which there are, and how each stands. */
@NullMarked
package dev.rolesanywhere.operator.workload;

import org.jspecify.annotations.NullMarked;
