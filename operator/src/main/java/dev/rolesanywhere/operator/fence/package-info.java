/** Whether a namespace may use an AWSRole. */
@NullMarked
package dev.rolesanywhere.operator.fence;

import org.jspecify.annotations.NullMarked;
