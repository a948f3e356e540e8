/** What the agent answers over HTTP, and how much a pod or an address may ask. */
@NullMarked
package dev.rolesanywhere.node.endpoint;

import org.jspecify.annotations.NullMarked;
