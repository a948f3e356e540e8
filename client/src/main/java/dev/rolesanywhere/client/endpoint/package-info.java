/** Where Roles Anywhere answers, by region and partition. */
@NullMarked
package dev.rolesanywhere.client.endpoint;

import org.jspecify.annotations.NullMarked;
