package dev.penstock.data.error;

/// Trouble of the world that may pass: a broker that is away, a full disk. The epoch in progress is given up whole and tried again.
public final class TransientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
