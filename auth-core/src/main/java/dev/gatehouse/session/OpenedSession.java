package dev.gatehouse.session;

/** A new session and the only copy of its tokens. */
public record OpenedSession(SessionRecord session, Tokens tokens) {}
