/** What a whole filter costs a request, with token, rule and permission: ours and the peers. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.filter;
