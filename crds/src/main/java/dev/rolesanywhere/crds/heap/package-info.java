/** The heap of operator and webhook. */
@NullMarked
package dev.rolesanywhere.crds.heap;

import org.jspecify.annotations.NullMarked;
