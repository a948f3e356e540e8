/** Everybody of docs/threat-model.md who must not become an IAM role tries to, on a real cluster, and is refused with the reason. */
@NullMarked
package dev.rolesanywhere.e2e.abuse;

import org.jspecify.annotations.NullMarked;
