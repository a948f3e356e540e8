/** The generations of a trust anchor's CA: which one signs, which one will, which one is still trusted. */
@NullMarked
package dev.rolesanywhere.operator.rotation;

import org.jspecify.annotations.NullMarked;
