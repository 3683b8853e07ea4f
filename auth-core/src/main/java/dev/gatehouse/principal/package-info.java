/** Who acts: principals, typed ids, the client behind a request, the actor behind a change. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.principal;
