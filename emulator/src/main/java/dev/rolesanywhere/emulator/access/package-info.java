/** IAM's decision about management calls: users with keys, and the permissions that each call needs. */
@NullMarked
package dev.rolesanywhere.emulator.access;

import org.jspecify.annotations.NullMarked;
