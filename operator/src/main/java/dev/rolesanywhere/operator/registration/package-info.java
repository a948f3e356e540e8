/** Trust anchors and profiles that the operator manages in AWS. */
@NullMarked
package dev.rolesanywhere.operator.registration;

import org.jspecify.annotations.NullMarked;
