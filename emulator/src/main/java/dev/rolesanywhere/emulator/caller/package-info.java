/** STS GetCallerIdentity, with the credentials that CreateSession gave. */
@NullMarked
package dev.rolesanywhere.emulator.caller;

import org.jspecify.annotations.NullMarked;
