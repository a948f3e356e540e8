/** Work that is repeated for as long as the process runs. */
@NullMarked
package dev.rolesanywhere.operator.schedule;

import org.jspecify.annotations.NullMarked;
