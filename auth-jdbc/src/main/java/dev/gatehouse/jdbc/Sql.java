package dev.gatehouse.jdbc;

/**
 * One statement of a store.
 *
 * @param name what errors call it, for example {@code users.insert}
 * @param text with {@code ${schema}} where the schema belongs
 */
record Sql(String name, String text) {}
