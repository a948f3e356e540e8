/** The API server's public keys, which the operator hands out, and whether the operator answers. */
@NullMarked
package dev.rolesanywhere.node.keys;

import org.jspecify.annotations.NullMarked;
