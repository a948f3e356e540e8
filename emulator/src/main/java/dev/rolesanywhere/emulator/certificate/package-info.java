/** Roles Anywhere's requirements for certificates: end-entity rules, CA rules, and the path to an anchor. */
@NullMarked
package dev.rolesanywhere.emulator.certificate;

import org.jspecify.annotations.NullMarked;
