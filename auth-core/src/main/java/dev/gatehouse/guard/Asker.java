package dev.gatehouse.guard;

import dev.gatehouse.principal.Principal;
import java.time.Instant;

/**
 * Somebody who asks for something, and what can be found out about them.
 *
 * @param principal who asks
 * @param now when
 * @param rights what callers may do
 */
public record Asker(Principal principal, Instant now, Rights rights) {}
