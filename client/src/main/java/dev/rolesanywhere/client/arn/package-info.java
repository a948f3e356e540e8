/** Amazon Resource Names of trust anchors, profiles and roles. */
@NullMarked
package dev.rolesanywhere.client.arn;

import org.jspecify.annotations.NullMarked;
