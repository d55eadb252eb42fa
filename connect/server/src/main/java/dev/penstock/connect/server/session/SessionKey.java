package dev.penstock.connect.server.session;

/// Which session a client means: ids of two users never meet.
public record SessionKey(String userId, String sessionId) {}
