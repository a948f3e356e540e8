/** The generations of a trust anchor's CA: active, next and retiring. */
@NullMarked
package dev.rolesanywhere.operator.rotation;

import org.jspecify.annotations.NullMarked;
