package dev.penstock;

/// What a streaming query does at a moment. The message is for people, in Spark's words.
public record StreamingQueryStatus(String message, boolean isDataAvailable,
        boolean isTriggerActive) {
    /// As one line of JSON.
    public String json() {
        var escaped = message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "{\"message\":\"" + escaped + "\",\"isDataAvailable\":" + isDataAvailable
                + ",\"isTriggerActive\":"
                + isTriggerActive + "}";
    }

    @Override
    public String toString() {
        return json();
    }
}
