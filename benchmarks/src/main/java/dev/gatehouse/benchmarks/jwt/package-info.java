/** What it costs to verify an access token: ours, bare cryptography, and the peers. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.jwt;
