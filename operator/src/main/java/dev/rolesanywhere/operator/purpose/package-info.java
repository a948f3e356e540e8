/** What the Secrets of the operator's namespace are meant for. */
@NullMarked
package dev.rolesanywhere.operator.purpose;

import org.jspecify.annotations.NullMarked;
