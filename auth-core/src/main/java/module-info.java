/** Framework-agnostic authentication: the services, and the storage and cache interfaces they need. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.core {
  requires static transitive org.jspecify;
  requires org.bouncycastle.provider;
  requires org.jose4j;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;
  requires com.google.zxing;
  requires transitive java.net.http;

  exports dev.gatehouse;
  exports dev.gatehouse.account;
  exports dev.gatehouse.apikey;
  exports dev.gatehouse.audit;
  exports dev.gatehouse.cache;
  exports dev.gatehouse.crypto;
  exports dev.gatehouse.degradation;
  exports dev.gatehouse.error;
  exports dev.gatehouse.event;
  exports dev.gatehouse.factor;
  exports dev.gatehouse.guard;
  exports dev.gatehouse.health;
  exports dev.gatehouse.http;
  exports dev.gatehouse.http.endpoint;
  exports dev.gatehouse.login;
  exports dev.gatehouse.mail;
  exports dev.gatehouse.maintenance;
  exports dev.gatehouse.net;
  exports dev.gatehouse.otp;
  exports dev.gatehouse.password;
  exports dev.gatehouse.principal;
  exports dev.gatehouse.rbac;
  exports dev.gatehouse.replay;
  exports dev.gatehouse.service;
  exports dev.gatehouse.service.client;
  exports dev.gatehouse.session;
  exports dev.gatehouse.storage;
  exports dev.gatehouse.throttle;
  exports dev.gatehouse.token;
}
