/** The API server's public keys, which the operator provides, and whether the operator answers. */
@NullMarked
package dev.rolesanywhere.node.keys;

import org.jspecify.annotations.NullMarked;
