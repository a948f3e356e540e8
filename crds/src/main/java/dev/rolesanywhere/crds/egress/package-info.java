/** How pods reach AWS. */
@NullMarked
package dev.rolesanywhere.crds.egress;

import org.jspecify.annotations.NullMarked;
