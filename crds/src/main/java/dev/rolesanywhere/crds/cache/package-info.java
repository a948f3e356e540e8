/** What operator and webhook keep of the objects that they watch, and what they never parse. */
@NullMarked
package dev.rolesanywhere.crds.cache;

import org.jspecify.annotations.NullMarked;
