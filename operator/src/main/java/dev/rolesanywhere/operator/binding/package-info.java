/** AWSRoleBinding: its status and whether it serves its pods. */
@NullMarked
package dev.rolesanywhere.operator.binding;

import org.jspecify.annotations.NullMarked;
