/** Preview of the injection into a workload's next pod, through a dry run of the API server. */
@NullMarked
package dev.rolesanywhere.plugin.preview;

import org.jspecify.annotations.NullMarked;
