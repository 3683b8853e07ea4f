/** Translates between a servlet container and the gate; decides nothing itself. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.servlet;
