/**
 * What a whole Gatehouse promises, as tests that run on any storage: implement the interfaces beside the store
 * contracts, and return a {@code TestGatehouse} over a fresh storage.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.contract.scenario;
