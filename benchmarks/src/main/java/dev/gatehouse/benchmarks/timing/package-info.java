/** Whether anybody can tell an existing account from an unknown one by bytes, statements or time. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.timing;
