/** The permitted uses of Secrets in the operator's namespace. */
@NullMarked
package dev.rolesanywhere.operator.purpose;

import org.jspecify.annotations.NullMarked;
