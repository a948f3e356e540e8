/**
 * Each attacker in docs/threat-model.md tries to get an IAM role on a real cluster, and is rejected with the reason.
 */
@NullMarked
package dev.rolesanywhere.e2e.abuse;

import org.jspecify.annotations.NullMarked;
