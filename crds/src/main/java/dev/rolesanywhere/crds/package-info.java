/** The custom resources of rolesanywhere.dev, and the contract between the components. */
@NullMarked
package dev.rolesanywhere.crds;

import org.jspecify.annotations.NullMarked;
