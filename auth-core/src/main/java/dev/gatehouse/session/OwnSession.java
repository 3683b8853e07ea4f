package dev.gatehouse.session;

import dev.gatehouse.account.User;

/** What somebody is shown of themselves: their session and their account. */
public record OwnSession(SessionRecord session, User user) {}
