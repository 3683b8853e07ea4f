/**
 * What stores and shared backends promise, as tests: implement the interface of each in a test class, and return what shall be
 * tested.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.contract;
