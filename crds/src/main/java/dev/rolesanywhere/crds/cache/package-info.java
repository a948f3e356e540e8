/** Caches of watched objects in operator and webhook, and the fields that are never parsed. */
@NullMarked
package dev.rolesanywhere.crds.cache;

import org.jspecify.annotations.NullMarked;
