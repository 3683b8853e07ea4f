package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyId;
import java.util.List;
import java.util.Optional;

/**
 * Some keys of a list.
 *
 * @param next what to ask for the next page with; empty on the last one
 */
public record ApiKeyPage(List<ApiKey> keys, Optional<ApiKeyId> next) {
  /** Copies the list. */
  public ApiKeyPage {
    keys = List.copyOf(keys);
  }
}
