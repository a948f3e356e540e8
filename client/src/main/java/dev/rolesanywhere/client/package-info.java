/** A client of IAM Roles Anywhere that needs nothing but the JDK. */
@NullMarked
package dev.rolesanywhere.client;

import org.jspecify.annotations.NullMarked;
