/** Copies that may vanish at any moment and never outlive their lease, and the broadcast that ends them early. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.cache;
