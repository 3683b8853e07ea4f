/** Who may do what, as conditions: the ones that routes and annotations ask for, and what checks them. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.guard;
