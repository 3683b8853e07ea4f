package dev.gatehouse.benchmarks.measure;

/** What a group has to say, as Markdown. */
public record Report(String markdown, boolean goalsMet) {}
