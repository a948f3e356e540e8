package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.role.ArnPlace;
import java.time.Duration;

/**
 * A pod that wants to call AWS for a role.
 *
 * @param place whose quota the call counts against
 * @param life how long the session is likely to live: what is asked for, or AWS's default
 */
public record SlotRequest(ArnPlace place, String podUid, String role, Duration life, Held held) {}
