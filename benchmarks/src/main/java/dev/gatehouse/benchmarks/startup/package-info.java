/** What Gatehouse adds to the start of an application. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.startup;
