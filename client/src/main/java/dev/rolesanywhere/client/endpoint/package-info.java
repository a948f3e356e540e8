/** The endpoints of Roles Anywhere, by region and partition. */
@NullMarked
package dev.rolesanywhere.client.endpoint;

import org.jspecify.annotations.NullMarked;
