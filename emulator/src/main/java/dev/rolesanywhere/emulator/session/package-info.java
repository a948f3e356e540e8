/** CreateSession: from a signed request to temporary credentials. */
@NullMarked
package dev.rolesanywhere.emulator.session;

import org.jspecify.annotations.NullMarked;
