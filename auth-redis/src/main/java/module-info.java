/** Rate limits and copies that nodes share, and word of changes between them, over Redis, Sentinel or Redis Cluster. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.redis {
  requires static transitive org.jspecify;
  requires transitive dev.gatehouse.core;
  requires io.netty.handler;
  requires io.netty.transport;
  requires lettuce.core;
  requires org.slf4j;

  exports dev.gatehouse.redis;
}
