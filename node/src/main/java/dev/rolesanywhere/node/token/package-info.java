/** ServiceAccount tokens of pods, verified with the API server's public keys. */
@NullMarked
package dev.rolesanywhere.node.token;

import org.jspecify.annotations.NullMarked;
