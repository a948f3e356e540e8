/** The process in every pod. Start-up time and memory are its product. */
@NullMarked
package dev.rolesanywhere.sidecar;

import org.jspecify.annotations.NullMarked;
