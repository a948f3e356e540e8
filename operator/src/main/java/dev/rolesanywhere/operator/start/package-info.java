/** The process, before Quarkus. */
@NullMarked
package dev.rolesanywhere.operator.start;

import org.jspecify.annotations.NullMarked;
