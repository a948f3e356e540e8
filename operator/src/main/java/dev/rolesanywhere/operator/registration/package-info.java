/** Trust anchors and profiles that the operator itself keeps in AWS. */
@NullMarked
package dev.rolesanywhere.operator.registration;

import org.jspecify.annotations.NullMarked;
