/** The pods of bound ServiceAccounts and their health. */
@NullMarked
package dev.rolesanywhere.operator.workload;

import org.jspecify.annotations.NullMarked;
