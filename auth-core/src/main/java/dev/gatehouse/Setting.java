package dev.gatehouse;

/**
 * A setting as it is in effect.
 *
 * @param name the name of its property, for example {@code gatehouse.session.lease}
 * @param value in the form of the property, for example {@code 5s}; empty if there is none, {@code ******} for a secret
 * @param isDefault whether it is what nobody changed; what is required has no default
 */
public record Setting(String name, String value, boolean isDefault) {}
