package dev.gatehouse.account;

/** What the account services ask of features that are built upon accounts. */
public record Dependents(LiveSessions sessions, StatusGuard guard, Belongings belongings) {}
