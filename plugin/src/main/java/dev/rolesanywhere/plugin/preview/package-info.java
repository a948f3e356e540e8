/** What the webhook would write into a workload's next pod, as the API server answers it to a dry run. */
@NullMarked
package dev.rolesanywhere.plugin.preview;

import org.jspecify.annotations.NullMarked;
