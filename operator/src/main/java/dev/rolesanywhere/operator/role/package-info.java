/** AWSRole: the registration that serves it, the namespaces it allows, the IAM trust policy it needs. */
@NullMarked
package dev.rolesanywhere.operator.role;

import org.jspecify.annotations.NullMarked;
