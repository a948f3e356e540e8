/** What trust anchors, profiles and CRLs have in common: identity, names, aliases, tags, listing. */
@NullMarked
package dev.rolesanywhere.emulator.resource;

import org.jspecify.annotations.NullMarked;
