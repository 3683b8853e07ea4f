/** Service principals: their secrets, their short tokens, and what acts on behalf of a person. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.service;
