/** The operator's program against a real API server. */
@NullMarked
package dev.rolesanywhere.operator.cluster;

import org.jspecify.annotations.NullMarked;
