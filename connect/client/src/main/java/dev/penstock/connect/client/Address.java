package dev.penstock.connect.client;

import dev.penstock.data.error.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a cluster is: `sc://host:15002/;token=secret;use_ssl=true;user_id=me`, as Spark's clients write it.
///
/// Keys that begin with `x-` are headers of every call. A token goes over an encrypted line only, but for one to this machine.
public record Address(String host, int port, boolean encrypted, Optional<String> token,
        Optional<String> userId, Map<String, String> headers) {
    private static final int DEFAULT_PORT = 15002;

    public Address {
        headers = Map.copyOf(headers);
    }

    /// Reads an address.
    ///
    /// @throws UserException when it is none
    public static Address parse(String text) {
        var uri = uri(text);
        if (!"sc".equals(uri.getScheme()) || uri.getHost() == null) {
            throw wrong(text, "it has to begin as in sc://host:15002");
        }
        var parameters = parameters(text, uri);
        var token = Optional.ofNullable(parameters.remove("token"));
        var encrypted = parameters.remove("use_ssl");
        var user = Optional.ofNullable(parameters.remove("user_id"));
        parameters.remove("user_agent");
        for (var key : parameters.keySet()) {
            if (!key.startsWith("x-")) {
                throw wrong(text, "there is no parameter " + key);
            }
        }
        boolean tls = encrypted == null
                ? token.isPresent() && !isLoopback(uri.getHost())
                : Boolean.parseBoolean(encrypted);
        if (token.isPresent() && !tls && !isLoopback(uri.getHost())) {
            throw wrong(text, "a token needs use_ssl=true");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new Address(uri.getHost(), port, tls, token, user, parameters);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw wrong(text, e.getReason());
        }
    }

    private static Map<String, String> parameters(String text, URI uri) {
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        var parameters = new LinkedHashMap<String, String>();
        if (path.isEmpty() || path.equals("/")) {
            return parameters;
        }
        if (!path.startsWith("/;")) {
            throw wrong(text, "parameters follow as in /;key=value");
        }
        for (var pair : List.of(path.substring(2).split(";", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder
                        .decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            } else if (!pair.isEmpty()) {
                throw wrong(text, "parameters follow as in /;key=value");
            }
        }
        return parameters;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static UserException wrong(String text, String reason) {
        return new UserException("INVALID_CALL", Map.of("reason",
                "the address " + text + " is not one of a cluster: " + reason));
    }

    /// As in messages, without the secret.
    @Override
    public String toString() {
        return "sc://" + host + ":" + port;
    }
}
