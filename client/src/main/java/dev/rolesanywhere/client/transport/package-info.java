/** HTTP as both protocols use it. */
@NullMarked
package dev.rolesanywhere.client.transport;

import org.jspecify.annotations.NullMarked;
