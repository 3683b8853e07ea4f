/** Whether a node can do its work. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.health;
