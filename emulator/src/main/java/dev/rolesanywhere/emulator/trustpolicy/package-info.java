/** IAM trust policies: reading one, and deciding whether it lets a session in. */
@NullMarked
package dev.rolesanywhere.emulator.trustpolicy;

import org.jspecify.annotations.NullMarked;
