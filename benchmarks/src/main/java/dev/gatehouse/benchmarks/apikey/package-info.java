/** What it costs to check an API key. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.apikey;
