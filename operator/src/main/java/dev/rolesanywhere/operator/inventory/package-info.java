/** The current objects of the cluster, kept up to date by watches. */
@NullMarked
package dev.rolesanywhere.operator.inventory;

import org.jspecify.annotations.NullMarked;
