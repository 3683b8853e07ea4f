/** The calling side: a service that fetches, keeps and renews its tokens, over {@code java.net.http}. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.service.client;
