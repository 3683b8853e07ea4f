/** More logins at once than the machine can hash. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.overload;
