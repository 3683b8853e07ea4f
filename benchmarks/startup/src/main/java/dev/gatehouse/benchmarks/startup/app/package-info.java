/** An application that knows nothing of Gatehouse. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.startup.app;
