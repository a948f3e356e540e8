/** The Secrets and ConfigMaps that the operator keeps in its own namespace. */
@NullMarked
package dev.rolesanywhere.operator.ownobjects;

import org.jspecify.annotations.NullMarked;
