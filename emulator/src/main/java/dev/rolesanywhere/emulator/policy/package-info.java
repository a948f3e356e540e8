/** IAM policies: a role's trust policy, and the identity-based policies that decide about management calls. */
@NullMarked
package dev.rolesanywhere.emulator.policy;

import org.jspecify.annotations.NullMarked;
