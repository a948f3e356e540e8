/** The common parts of trust anchors, profiles and CRLs: identity, names, aliases, tags, lists. */
@NullMarked
package dev.rolesanywhere.emulator.resource;

import org.jspecify.annotations.NullMarked;
