/** The Jakarta Servlet adapter of Gatehouse. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.servlet {
  requires transitive dev.gatehouse.core;
  requires static transitive jakarta.servlet;
  requires static transitive org.jspecify;

  exports dev.gatehouse.servlet;
}
