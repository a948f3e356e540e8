/** The startup probe of operator and webhook. */
@NullMarked
package dev.rolesanywhere.crds.startup;

import org.jspecify.annotations.NullMarked;
