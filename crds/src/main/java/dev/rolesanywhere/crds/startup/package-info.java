/** How operator and webhook start in a cluster without an Event of type Warning. */
@NullMarked
package dev.rolesanywhere.crds.startup;

import org.jspecify.annotations.NullMarked;
