/** AWSRoleBinding: gives an AWSRole to ServiceAccounts of its namespace. */
@NullMarked
package dev.rolesanywhere.crds.binding;

import org.jspecify.annotations.NullMarked;
